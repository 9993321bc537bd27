/** Why characters of the input are not heard. */
export const SKIP_REASONS = [
  /** Spaces, tabs and line ends. */
  'whitespace',
  /** Characters that only steer layout: controls, zero-width characters, byte order marks, variation selectors. */
  'control',
  /** Emoji and pictographs. */
  'emoji',
  /** Markdown syntax: heading marks, emphasis, fences, table rules, bullets. */
  'markup',
  /** The address behind a Markdown link or image whose text is spoken. */
  'link-target',
  /** The parts of a spoken address that nobody reads out: scheme, query, fragment. */
  'address-detail',
  /** HTML tags and comments. */
  'html',
  'quote',
  'bracket',
  /** A run of punctuation is heard as its strongest mark; the others are these. */
  'repeated-punctuation',
  /** Punctuation with no word before it in its sentence. */
  'stray-punctuation',
  /** Punctuation where a pause would be wrong, such as a hyphen inside a compound. */
  'joiner',
  /** Symbols without a spoken form here: rules, box drawing, arrows. */
  'symbol',
  /** Half of a surrogate pair, or an unassigned code point. */
  'malformed',
  /** Letters of a script that neither language reads. */
  'unsupported-script',
  /** A word for which no pronunciation could be found. */
  'unpronounceable',
] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why characters of a file are in no chapter of it. */
export const FILE_SKIP_REASONS = [
  /** What stands round a web page's article: menus, advertisements, footers. */
  'page-furniture',
  /** Fields before the first line of a Markdown file. */
  'front-matter',
  'code-block',
  /** A block of a subtitle file that has no time. */
  'broken-cue',
  /** Headers, comments and styles of a subtitle file. */
  'cue-note',
  /** HTML without words in it. */
  'html',
] as const;

export type FileSkipReason = (typeof FILE_SKIP_REASONS)[number];
