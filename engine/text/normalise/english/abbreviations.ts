import { matchAt, skipped, spelled, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { cardinalWords } from './number-words.js';

/** Written with its stop → read; the stop does not end a sentence unless one visibly does. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'Mr.': 'Mister',
    'Mrs.': 'Missus',
    'Ms.': 'Ms',
    'Messrs.': 'Messieurs',
    'Prof.': 'Professor',
    'Rev.': 'Reverend',
    'Hon.': 'Honorable',
    'Gen.': 'General',
    'Col.': 'Colonel',
    'Capt.': 'Captain',
    'Lt.': 'Lieutenant',
    'Sgt.': 'Sergeant',
    'Cpl.': 'Corporal',
    'Maj.': 'Major',
    'Adm.': 'Admiral',
    'Cmdr.': 'Commander',
    'Gov.': 'Governor',
    'Sen.': 'Senator',
    'Rep.': 'Representative',
    'Pres.': 'President',
    'Jr.': 'Junior',
    'Sr.': 'Senior',
    'Esq.': 'Esquire',
    'Ave.': 'Avenue',
    'Blvd.': 'Boulevard',
    'Rd.': 'Road',
    'Ln.': 'Lane',
    'Hwy.': 'Highway',
    'Mt.': 'Mount',
    'Ft.': 'Fort',
    'Inc.': 'Incorporated',
    'Corp.': 'Corporation',
    'Co.': 'Company',
    'Ltd.': 'Limited',
    'Bros.': 'Brothers',
    'Dept.': 'Department',
    'dept.': 'department',
    'Univ.': 'University',
    'Assn.': 'Association',
    'etc.': 'et cetera',
    'e.g.': 'for example',
    'i.e.': 'that is',
    'E.g.': 'For example',
    'I.e.': 'That is',
    'viz.': 'namely',
    'cf.': 'compare',
    'vs.': 'versus',
    'Vs.': 'Versus',
    'et al.': 'and others',
    'approx.': 'approximately',
    'Approx.': 'Approximately',
    'est.': 'established',
    'Est.': 'Established',
    'ca.': 'circa',
    'esp.': 'especially',
    'incl.': 'including',
    'excl.': 'excluding',
    'misc.': 'miscellaneous',
    'max.': 'maximum',
    'min.': 'minimum',
    'avg.': 'average',
    'temp.': 'temperature',
    'tel.': 'telephone',
    'Tel.': 'Telephone',
    'ext.': 'extension',
    'Ext.': 'Extension',
    'govt.': 'government',
    'Govt.': 'Government',
    'intl.': 'international',
    'Intl.': 'International',
    'Ph.D.': 'P H D',
    'M.D.': 'M D',
    'B.A.': 'B A',
    'M.A.': 'M A',
    'B.Sc.': 'B S C',
    'M.Sc.': 'M S C',
    'a.k.a.': 'also known as',
    'P.S.': 'P S',
    'w/o': 'without',
    'w/': 'with',
    'n/a': 'not applicable',
    'N/A': 'not applicable',
    'c/o': 'care of',
  }),
);
/** Read so only before a number: 'No. 5', 'p. 12'. */
const BEFORE_NUMBER: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'No.': 'number',
    'no.': 'number',
    'Nos.': 'numbers',
    'nos.': 'numbers',
    'p.': 'page',
    'pp.': 'pages',
    'vol.': 'volume',
    'Vol.': 'Volume',
    'ch.': 'chapter',
    'Ch.': 'Chapter',
    'fig.': 'figure',
    'Fig.': 'Figure',
    'figs.': 'figures',
    'Figs.': 'Figures',
    'sec.': 'section',
    'Sec.': 'Section',
    'eq.': 'equation',
    'Eq.': 'Equation',
    'c.': 'circa',
    'art.': 'article',
    'Art.': 'Article',
    'ver.': 'version',
    'Ver.': 'Version',
    'Apt.': 'Apartment',
    'Bldg.': 'Building',
    'Rm.': 'Room',
    'Fl.': 'Floor',
    'Ste.': 'Suite',
    'Sq.': 'Square',
  }),
);
/** These never end a sentence: a name follows. */
const TITLES = new Set(
  'Mr. Mrs. Ms. Messrs. Prof. Rev. Hon. Gen. Col. Capt. Lt. Sgt. Cpl. Maj. Adm. Cmdr. Gov. Sen. Rep. Pres. Mt. Ft. e.g. i.e. E.g. I.e. cf. vs. Vs. viz. ca. approx. Approx.'.split(
    ' ',
  ),
);
const CANDIDATE =
  /(?:et al\.|[A-Za-z]{1,7}\.(?:[A-Za-z]{1,3}\.){0,3}|(?:[wW]\/o?|[nN]\/[aA]|c\/o)(?![\p{L}\d]))/uy;
const SENTENCE_FOLLOWS = /["'”’)\]]{0,3}(?:\s{1,8}["'“‘([]{0,3}\p{Lu}|\s*$)/uy;
const NUMBER_FOLLOWS = /\s?\d/y;

function startsNewSentence(text: string, end: number): boolean {
  return matchAt(SENTENCE_FOLLOWS, text.slice(end, end + 24), 0) !== undefined;
}

/** The words of an abbreviation, with its stop given to the sentence where that ends there too. */
function reading(
  text: string,
  start: number,
  end: number,
  words: readonly string[],
  title: boolean,
): Piece[] {
  const ends = !title && text[end - 1] === '.' && startsNewSentence(text, end);
  const wordsEnd = ends ? end - 1 : end;
  const first = words.every((word) => word.length === 1)
    ? spelled(start, wordsEnd, words.join(''))
    : spoken(start, wordsEnd, words);
  if (!ends) return [first];
  return [first, { kind: 'punct', start: wordsEnd, end, symbol: '.', level: 'sentence' }];
}

/** Mr., etc., e.g., No. 5, Ph.D. */
export const abbreviation: Rule = ({ text }, at) => {
  const match = matchAt(CANDIDATE, text, at);
  if (match === undefined) return undefined;
  const [written] = match;
  const end = at + written.length;
  if (/[\p{L}\d]/u.test(text[at - 1] ?? '')) return undefined;
  const numbered = BEFORE_NUMBER.get(written);
  if (numbered !== undefined && matchAt(NUMBER_FOLLOWS, text, end)) return [spoken(at, end, [numbered])];
  const words = ABBREVIATIONS.get(written);
  return words === undefined ? undefined : reading(text, at, end, words.split(' '), TITLES.has(written));
};

/** Words that begin sentences and hardly ever follow 'U.S.' within one. */
const SENTENCE_OPENERS =
  /\s{1,4}["'“]?(?:The|A|An|He|She|It|They|We|You|I|This|That|These|Those|But|And|In|On|At|However|When|If|There|His|Her|Its|Our|Their|My|What|Why|How|Who)(?![\p{L}])/uy;

const SAINT_OR_STREET = /(St|Dr)\.?(?![\p{L}\d'])/uy;
const NAME_BEFORE = /(?:\p{Lu}\p{Ll}{1,24}(?:'s?)?|\d(?:st|nd|rd|th)|\b[NSEW]\.?) $/u;
const NAME_AFTER = /\s{1,3}\p{Lu}/uy;

/** 'St.' and 'Dr.': before a name Saint and Doctor, behind a name Street and Drive. */
export const saintOrStreet: Rule = ({ text }, at) => {
  const match = matchAt(SAINT_OR_STREET, text, at);
  if (match === undefined) return undefined;
  const [written, base] = match;
  const end = at + written.length;
  const behindName = NAME_BEFORE.test(text.slice(Math.max(0, at - 32), at));
  const beforeName = matchAt(NAME_AFTER, text, end) !== undefined;
  if (!written.endsWith('.') && !beforeName) return undefined;
  const houseNumber = /\b\d{1,5}[A-Z]? (?:[NSEW]\.? )?(?:\p{Lu}\p{L}* ){1,3}$/u.test(
    text.slice(Math.max(0, at - 64), at),
  );
  const restarts = matchAt(SENTENCE_OPENERS, text, end) !== undefined;
  if (houseNumber || (behindName && (restarts || !beforeName))) {
    return reading(text, at, end, [base === 'St' ? 'Street' : 'Drive'], false);
  }
  return [spoken(at, end, [base === 'St' ? 'Saint' : 'Doctor'])];
};

const DOTTED_CAPITALS = /(?:\p{Lu}\.){2,8}(?:\p{Lu}(?![\p{L}]))?/uy;
const INITIAL = /\p{Lu}\.(?=\s{1,3}(?:\p{Lu}\.|\p{Lu}\p{Ll}))/uy;
/** U.S., J. R. R.: letters said one by one, their stops no ends of sentences unless the text ends or restarts. */
export const initials: Rule = ({ text }, at) => {
  const dotted = matchAt(DOTTED_CAPITALS, text, at);
  if (dotted) {
    const end = at + dotted[0].length;
    const letters = dotted[0].replaceAll('.', '');
    const ends =
      dotted[0].endsWith('.') &&
      (matchAt(SENTENCE_OPENERS, text, end) !== undefined || !text.slice(end, end + 8).trim());
    if (!ends) return [spelled(at, end, letters)];
    return [
      spelled(at, end - 1, letters),
      { kind: 'punct', start: end - 1, end, symbol: '.', level: 'sentence' },
    ];
  }
  const initial = matchAt(INITIAL, text, at);
  if (
    initial === undefined ||
    (initial[0] === 'I.' && !/(?:^|[.\s]\p{Lu}\p{Ll}{0,16}\.? )$/u.test(text.slice(Math.max(0, at - 24), at)))
  ) {
    return undefined;
  }
  return [spelled(at, at + 1, initial[0].slice(0, 1)), skipped(at + 1, at + 2, 'joiner')];
};

const NUMERO = /№ ?(\d{1,9})/y;
/** № 5 */
export const numero: Rule = ({ text }, at) => {
  const match = matchAt(NUMERO, text, at);
  return match?.[1] === undefined
    ? undefined
    : [spoken(at, at + match[0].length, ['number', ...cardinalWords(match[1])])];
};

const ABOUT = /~ ?(?=[$£€¥]?\d)/uy;
/** ~5, ~$20 → about …; the number is read on its own */
export const about: Rule = ({ text }, at) => {
  const match = matchAt(ABOUT, text, at);
  return match && [spoken(at, at + match[0].length, ['about'])];
};
