/** As the `ref` of something that has just come: scrolls it into sight, and only as far as that takes. */
export function intoSight(element: Element | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
