import { matchAt, spoken } from '../piece.js';
import type { Rule } from '../piece.js';
import { cardinalWords, ordinalWords } from './number-words.js';

const VALUES: ReadonlyMap<string, number> = new Map([
  ['I', 1],
  ['V', 5],
  ['X', 10],
  ['L', 50],
  ['C', 100],
  ['D', 500],
  ['M', 1000],
]);
/** Only well-formed numerals: 'IIII' and 'VX' are words in capitals. */
const NUMERAL =
  /(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\p{L}\d']|\.\p{L})/uy;
const COUNTED =
  /(?:^|[^\p{L}])(?:Chapter|chapter|Part|part|Book|book|Volume|volume|Vol\.|Act|act|Scene|scene|Section|section|Phase|phase|Appendix|Article|Title|Type|type|Stage|stage|Level|Grade|Class|Unit|War|Bowl|Figure|Table|Step|Rocky|Apollo|Mark|Model|Episode|Season|Final Fantasy|Corps|Lesson|Canto|Symphony|Schedule) $/u;
const RULERS =
  /(?:^|[^\p{L}])(?:Henry|Louis|Charles|George|Edward|James|William|Elizabeth|Richard|Philip|Paul|Benedict|Pius|Francis|Leo|Napoleon|Nicholas|Alexander|Catherine|Peter|Frederick|Wilhelm|Ivan|Mary|Robert|Ferdinand|Gregory|Innocent|Clement|Urban|Victor|Emmanuel|Ramses|Ptolemy|Xerxes|Darius|Cyrus|Justin|Otto|Conrad|Haakon|Harald|Olaf|Gustav|Christian|Albert|Alfonso|John|Stephen|Sixtus|Julius|Constantine|Leopold|Umberto) $/u;
/** 'I' behind a ruler's name is mostly the pronoun; it is a numeral where one of these follows. */
const AFTER_FIRST = /[.,;:!?)]|\s*$| (?:of|was|and|had|who)(?!\p{L})/uy;

function valueOf(numeral: string): number {
  const values = Array.from(numeral, (letter) => VALUES.get(letter) ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** Chapter IV is four, Henry VIII is the eighth; elsewhere capitals are not numerals. */
export const romanNumeral: Rule = ({ text }, at) => {
  const match = matchAt(NUMERAL, text, at);
  if (match === undefined || match[0] === '') return undefined;
  const before = text.slice(Math.max(0, at - 24), at);
  const digits = String(valueOf(match[0]));
  const end = at + match[0].length;
  if (COUNTED.test(before)) return [spoken(at, end, cardinalWords(digits))];
  if (!RULERS.test(before)) return undefined;
  if (match[0] === 'I' && !matchAt(AFTER_FIRST, text, end)) return undefined;
  return [spoken(at, end, ['the', ...ordinalWords(digits)])];
};
