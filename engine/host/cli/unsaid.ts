import type { SpeakItemOf } from '../../shared/contract.js';

/** Why something is missing that a listener would want; other reasons are white space, markup and the like. */
const REASONS: Readonly<Record<string, string>> = {
  'unsupported-script': 'in a script that no voice reads',
  unpronounceable: 'without a known pronunciation',
  malformed: 'malformed',
};
const MAX_EXAMPLES = 3;
const MAX_EXAMPLE_CHARS = 24;

/** Collects what of a text could not be said; memory does not grow with the text. */
export class Unsaid {
  readonly #charCounts = new Map<string, number>();
  readonly #examples: string[] = [];

  add(spans: SpeakItemOf<'segment'>['spans'], text: string): void {
    for (const span of spans) {
      const reason = span.kind === 'skipped' ? REASONS[span.reason] : undefined;
      if (reason === undefined) continue;
      const { start, end } = span.source;
      this.#charCounts.set(reason, (this.#charCounts.get(reason) ?? 0) + end - start);
      const example = text.slice(start, Math.min(end, start + MAX_EXAMPLE_CHARS));
      const shown = example.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim();
      if (this.#examples.length < MAX_EXAMPLES && !this.#examples.includes(shown)) this.#examples.push(shown);
    }
  }

  /** One line for the person; undefined when everything was said. */
  line(): string | undefined {
    if (this.#charCounts.size === 0) return undefined;
    const counts = [...this.#charCounts].map(
      ([reason, count]) => `${count} character${count === 1 ? '' : 's'} ${reason}`,
    );
    return `sotto: note: not said: ${counts.join(', ')} (such as ${this.#examples.join(', ')})`;
  }
}
