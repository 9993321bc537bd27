import { SottoError } from '../../shared/errors.js';

interface Item {
  readonly id: string;
}

/** @throws SottoError `unknown-item` */
export function refuseUnknown(items: readonly Item[], id: string): void {
  if (items.some((item) => item.id === id)) return;
  throw new SottoError({
    code: 'unknown-item',
    message: 'this is not there any more',
    kept: 'nothing was changed',
  });
}

/**
 * @param ownId of the one that is to be called so, which may have had the name before
 * @throws SottoError `name-taken`
 */
export function refuseTakenName(
  name: string,
  ownId: string,
  others: readonly (Item & { readonly name: string })[],
): void {
  const wanted = name.toLocaleLowerCase();
  if (!others.some((other) => other.id !== ownId && other.name.toLocaleLowerCase() === wanted)) return;
  throw new SottoError({
    code: 'name-taken',
    message: `there is something called "${name}" already`,
    kept: 'nothing was changed',
    next: 'choose another name',
  });
}

/** @param replacedId of the item that it takes the place of; its own where it keeps its id */
export function withItem<T extends Item>(items: readonly T[], item: T, replacedId: string = item.id): T[] {
  const isKnown = items.some(({ id }) => id === replacedId);
  return isKnown ? items.map((one) => (one.id === replacedId ? item : one)) : [...items, item];
}
