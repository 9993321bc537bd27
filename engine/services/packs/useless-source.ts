import type { ErrorCode, ErrorShape } from '../../shared/errors.js';

const USELESS: ReadonlySet<ErrorCode> = new Set(['pack-unrecognised', 'pack-refused', 'pack-invalid']);

/** Whether what an import was given is of no use: it would be refused again, whenever and however it is tried. */
export function isUselessSource({ code, details }: ErrorShape): boolean {
  return USELESS.has(code) || (code === 'pack-installed' && details?.canReplace === false);
}
