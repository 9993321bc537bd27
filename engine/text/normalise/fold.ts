/** Unit-for-unit replacements: what is written differently but read alike. */
const SINGLE_FOLDS: ReadonlyMap<string, string> = new Map([
  ['\u00a0', ' '],
  ['\u2007', ' '],
  ['\u2009', ' '],
  ['\u202f', ' '],
  ['\u3000', ' '],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2212', '-'],
  ['\u2019', "'"],
  ['\u02bc', "'"],
  ['\u2018', "'"],
  ['\u03bc', '\u00b5'],
  ['\uffe5', '¥'],
  ['\uffe1', '£'],
  ['\uffe0', '¢'],
]);
/** A Greek mu behind a number is the micro sign. */
const FOLDABLE =
  /(?<=\d ?)\u03bc(?=[mgsAFlLW])|[\u00a0\u2007\u2009\u202f\u3000\u2010\u2011\u2212\u2018\u2019\u02bc\uffe0\uffe1\uffe5\uff01-\uff5e]/g;
/** Full-width marks that stay, because they end a clause or a sentence without a space after them. */
const KEPT = new Set(['！', '，', '？', '；', '～']);
const FULL_WIDTH_SHIFT = 0xfee0;

function foldUnit(unit: string): string {
  const single = SINGLE_FOLDS.get(unit);
  if (single !== undefined) return single;
  return KEPT.has(unit) ? unit : String.fromCharCode(unit.charCodeAt(0) - FULL_WIDTH_SHIFT);
}

/**
 * Folds full-width forms, no-break spaces, and apostrophe, hyphen and minus variants to their plain forms.
 * Every UTF-16 unit stays one unit, so offsets into the result are offsets into the text.
 */
export function fold(text: string): string {
  return text.replace(FOLDABLE, foldUnit);
}
