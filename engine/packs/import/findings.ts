import type { ImportFinding } from '../../shared/app/packs.js';
import { SottoError, type ErrorShape } from '../../shared/errors.js';

export type Values = ImportFinding['values'];

/**
 * Something that an import found. The code and its values are for an interface that has its own words; a code never
 * changes its meaning. The text says it in English.
 */
export function finding(
  level: ImportFinding['level'],
  code: string,
  text: string,
  values: Values = {},
): ImportFinding {
  return { level, code, values, text };
}

/** Why an import came to nothing: the error, with everything that was found until then. */
export class ImportError extends SottoError {
  /** The refusal is the last one. */
  readonly report: readonly ImportFinding[];

  constructor(shape: ErrorShape, report: readonly ImportFinding[], options?: ErrorOptions) {
    super(shape, options);
    this.report = report;
  }
}

/** What ends an import; `import-pack.ts` adds what was found before it. */
export class Refusal extends Error {
  readonly finding: ImportFinding;
  readonly next: string | undefined;
  /** Whether nothing known was found, as against something known that is broken. */
  readonly isUnrecognised: boolean;

  constructor(code: string, text: string, values: Values = {}, next?: string, isUnrecognised = false) {
    super(text);
    this.finding = finding('refused', code, text, values);
    this.next = next;
    this.isUnrecognised = isUnrecognised;
  }
}
