import type { Language } from '../types.js';
import { matchAt, skipped, spelled, spoken } from './piece.js';
import type { Piece, Rule } from './piece.js';

const TOP_LEVEL =
  'com|org|net|edu|gov|mil|int|info|io|ai|app|dev|co|me|tv|xyz|uk|us|de|fr|cn|jp|eu|ca|au|nl|ch|it|es|se|no|in|ru|br|kr|tw|hk|sg|nz|ie|be|at|dk|fi|pl|cz|scot|online|site|blog|cloud|tech|wiki|page';
const HOST = String.raw`(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.){1,6}`;
const SCHEME = /(?:https?|ftp|file|mailto|ssh|git|wss?):(?:\/\/)?/iy;
const WWW = /www\d?\./iy;
const URL_BODY = new RegExp(
  String.raw`(?:[\w.~-]{1,64}(?::[^\s@/]{1,64})?@)?([A-Za-z\d](?:[A-Za-z\d.-]{0,252}[A-Za-z\d])?)(:\d{1,5})?(\/[A-Za-z\d\-._~!$&'()*+,;=:@%/]{0,2048})?(\?[^\s<>"“”，。）】]{0,2048})?(#[^\s<>"“”，。）】]{0,2048})?`,
  'uy',
);
const BARE_DOMAIN = new RegExp(
  `(${HOST}(?:${TOP_LEVEL}))(?![A-Za-z\\d-])(?!\\.[a-z])(\\/[A-Za-z\\d\\-._~%/]{0,512})?`,
  'uy',
);
const EMAIL = new RegExp(
  String.raw`([A-Za-z\d](?:[A-Za-z\d._%+-]{0,62}[A-Za-z\d_])?)@((?:[A-Za-z\d-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![A-Za-z\d])`,
  'uy',
);
const EXTENSION =
  'txt|md|pdf|docx?|xlsx?|pptx?|csv|tsv|json|ya?ml|toml|xml|html?|css|js|mjs|cjs|tsx?|jsx|py|rb|rs|go|java|kt|c|h|cpp|hpp|cs|sh|bat|exe|dll|so|zip|tar|gz|7z|rar|png|jpe?g|gif|svg|webp|bmp|ico|mp3|mp4|m4a|m4b|wav|flac|ogg|opus|mov|avi|mkv|epub|mobi|log|ini|cfg|conf|lock|db|sql|iso|deb|rpm|apk|dmg|onnx|bin|dat|bak|tmp|srt|vtt';
const FILE_NAME = new RegExp(
  String.raw`([A-Za-z\d_](?:[A-Za-z\d_.-]{0,80}))\.(${EXTENSION})(?![A-Za-z\d_])`,
  'uy',
);
const PATH = /(?:~|\.{1,2}|[A-Za-z]:)?[\\/](?:[A-Za-z\d_.-]{1,64}[\\/]){1,16}[A-Za-z\d_.-]{0,64}[A-Za-z\d_]/y;
const TRAILING_MARKS = /[.,;:!?'")\]]+$/;
const PARTS = /[A-Za-z]+|\d+|[^A-Za-z\d]/g;

const SIGN_NAMES: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map([
  ['.', { en: 'dot', zh: '点' }],
  ['@', { en: 'at', zh: '艾特' }],
  ['-', { en: 'dash', zh: '杠' }],
  ['_', { en: 'underscore', zh: '下划线' }],
  ['/', { en: 'slash', zh: '斜杠' }],
  ['\\', { en: 'backslash', zh: '反斜杠' }],
  ['+', { en: 'plus', zh: '加' }],
  [':', { en: 'colon', zh: '冒号' }],
  ['~', { en: 'tilde', zh: '波浪号' }],
  ['=', { en: 'equals', zh: '等于' }],
  ['%', { en: 'percent', zh: '百分号' }],
  ['&', { en: 'and', zh: '和' }],
]);
const DIGIT_WORDS: Readonly<Record<Language, readonly string[]>> = {
  en: 'zero one two three four five six seven eight nine'.split(' '),
  zh: Array.from('零一二三四五六七八九'),
};
/** Parts of addresses and file names that are words, though they are short or have no vowel. */
const KNOWN_WORDS = new Set(
  'com org net gov info blog app dev log zip bin my the our for to in on of is no me mail web'.split(' '),
);

function isSpelledPart(part: string): boolean {
  if (KNOWN_WORDS.has(part.toLowerCase())) return false;
  return part.length <= 2 || (part.length <= 4 && !/[aeiouy]/i.test(part)) || /^[A-Z]{2,3}$/.test(part);
}

/** Reads an address sign by sign; every part keeps its own range. */
function addressPieces(written: string, at: number, language: Language): Piece[] {
  return Array.from(written.matchAll(PARTS), (match): Piece => {
    const [part] = match;
    const start = at + match.index;
    const end = start + part.length;
    if (/\d/.test(part)) {
      const digits = Array.from(part, (digit) => DIGIT_WORDS[language][Number(digit)] ?? digit);
      return language === 'zh' ? spelled(start, end, digits.join(''), 'zh') : spoken(start, end, digits);
    }
    if (/[A-Za-z]/.test(part)) {
      return isSpelledPart(part) ? spelled(start, end, part.toUpperCase()) : spoken(start, end, [part]);
    }
    const name = SIGN_NAMES.get(part)?.[language];
    return name === undefined ? skipped(start, end, 'symbol') : spoken(start, end, [name], language);
  });
}

function detail(start: number, end: number): Piece[] {
  return end > start ? [skipped(start, end, 'address-detail')] : [];
}

/** Reads host and path; scheme, 'www', port, query and fragment are what nobody reads out. */
export const url: Rule = ({ text, language }, at) => {
  const scheme = matchAt(SCHEME, text, at);
  const www = matchAt(WWW, text, at + (scheme?.[0].length ?? 0));
  if (!scheme && !www) return undefined;
  const hostAt = at + (scheme?.[0].length ?? 0) + (www?.[0].length ?? 0);
  const body = matchAt(URL_BODY, text, hostAt);
  if (body === undefined) return undefined;
  const [all, host = '', port = '', path = ''] = body;
  const trimmed = all.replace(TRAILING_MARKS, '');
  const end = hostAt + trimmed.length;
  const hostStart = hostAt + all.indexOf(host);
  const hostEnd = hostStart + host.length;
  const pathStart = Math.min(end, hostEnd + port.length);
  const pathEnd = Math.min(end, pathStart + path.replace(/\/$/, '').length);
  return [
    ...detail(at, hostStart),
    ...addressPieces(host, hostStart, language),
    ...detail(hostEnd, pathStart),
    ...addressPieces(text.slice(pathStart, pathEnd), pathStart, language),
    ...detail(pathEnd, end),
  ];
};

/** name@example.org */
export const email: Rule = ({ text, language }, at) => {
  const match = matchAt(EMAIL, text, at);
  return match && addressPieces(match[0], at, language);
};

/** example.org/help */
export const bareDomain: Rule = ({ text, language }, at) => {
  const match = matchAt(BARE_DOMAIN, text, at);
  if (match === undefined || !/^[\x21-\x7e]+$/.test(match[0])) return undefined;
  const trimmed = match[0].replace(TRAILING_MARKS, '').replace(/\/$/, '');
  const end = at + match[0].replace(TRAILING_MARKS, '').length;
  return [...addressPieces(trimmed, at, language), ...detail(at + trimmed.length, end)];
};

/** report_v2.pdf */
export const fileName: Rule = ({ text, language }, at) => {
  const match = matchAt(FILE_NAME, text, at);
  return match && addressPieces(match[0], at, language);
};

/** /usr/share/doc, C:\Users\me */
export const filePath: Rule = ({ text, language }, at) => {
  if (/[\p{L}\d]/u.test(text[at - 1] ?? '')) return undefined;
  const match = matchAt(PATH, text, at);
  return match && addressPieces(match[0], at, language);
};

const HANDLE = /([@#])([\p{L}\d_]{1,64})/uy;
/** @user, #topic */
export const handle: Rule = ({ text, language }, at) => {
  if (/[\p{L}\d]/u.test(text[at - 1] ?? '')) return undefined;
  const match = matchAt(HANDLE, text, at);
  if (match === undefined) return undefined;
  const names = match[1] === '@' ? { en: 'at', zh: '艾特' } : { en: 'hashtag', zh: '话题' };
  return [spoken(at, at + 1, [names[language]], language)];
};
