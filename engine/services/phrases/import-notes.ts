import type { PhrasesImportResult } from '../../shared/app/phrases.js';
import { SottoError } from '../../shared/errors.js';
import type { SlotProblem } from '../../shared/phrase-slots.js';
import { describeSlotProblem } from './slot-errors.js';

export type ImportNote = PhrasesImportResult['skipped'][number];

/** What became of a line, before anybody knows which line it is. */
export type ImportRemark = Omit<ImportNote, 'line'>;

/** A remark. @param reason in English */
export function remark(
  code: ImportNote['code'],
  reason: string,
  values: ImportNote['values'] = {},
): ImportRemark {
  return { code, reason, values };
}

/** Why a line cannot be added. */
export class NotImported extends Error {
  readonly remark: ImportRemark;

  constructor(...of: Parameters<typeof remark>) {
    super(of[1]);
    this.remark = remark(...of);
  }
}

/** What is wrong with a phrase's slots. */
export function slotRemark(problem: SlotProblem): NotImported {
  const { code, name, offset } = problem;
  return new NotImported(code, describeSlotProblem(problem), {
    slot: name,
    character: (offset ?? 0) + 1,
  });
}

/** @throws what is no answer to the person */
export function remarkOf(thrown: unknown): ImportRemark {
  if (thrown instanceof NotImported) return thrown.remark;
  if (thrown instanceof SottoError && thrown.code === 'too-large') return remark('full', thrown.message);
  throw thrown;
}
