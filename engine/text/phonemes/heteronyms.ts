/** English words whose sound depends on their part of speech, guessed from the words beside them. */

/** ARPAbet by part of speech; `otherwise` names the reading when the neighbours say nothing. */
interface Heteronym {
  readonly noun: string;
  readonly verb: string;
  readonly past?: string;
  readonly otherwise: 'noun' | 'verb' | 'past';
}

const HETERONYMS: Readonly<Record<string, Heteronym>> = {
  read: { noun: 'R IY1 D', verb: 'R IY1 D', past: 'R EH1 D', otherwise: 'verb' },
  lead: { noun: 'L IY1 D', verb: 'L IY1 D', otherwise: 'verb' },
  live: { noun: 'L AY1 V', verb: 'L IH1 V', otherwise: 'verb' },
  lives: { noun: 'L AY1 V Z', verb: 'L IH1 V Z', otherwise: 'verb' },
  use: { noun: 'Y UW1 S', verb: 'Y UW1 Z', otherwise: 'verb' },
  uses: { noun: 'Y UW1 S IH0 Z', verb: 'Y UW1 Z IH0 Z', otherwise: 'verb' },
  house: { noun: 'HH AW1 S', verb: 'HH AW1 Z', otherwise: 'noun' },
  excuse: { noun: 'IH0 K S K Y UW1 S', verb: 'IH0 K S K Y UW1 Z', otherwise: 'verb' },
  record: { noun: 'R EH1 K ER0 D', verb: 'R IH0 K AO1 R D', otherwise: 'noun' },
  records: { noun: 'R EH1 K ER0 D Z', verb: 'R IH0 K AO1 R D Z', otherwise: 'noun' },
  wind: { noun: 'W IH1 N D', verb: 'W AY1 N D', otherwise: 'noun' },
  winds: { noun: 'W IH1 N D Z', verb: 'W AY1 N D Z', otherwise: 'noun' },
  wound: { noun: 'W UW1 N D', verb: 'W AW1 N D', otherwise: 'noun' },
  tear: { noun: 'T IH1 R', verb: 'T EH1 R', otherwise: 'verb' },
  tears: { noun: 'T IH1 R Z', verb: 'T EH1 R Z', otherwise: 'noun' },
  bow: { noun: 'B OW1', verb: 'B AW1', otherwise: 'noun' },
  row: { noun: 'R OW1', verb: 'R OW1', otherwise: 'noun' },
  bass: { noun: 'B EY1 S', verb: 'B EY1 S', otherwise: 'noun' },
  dove: { noun: 'D AH1 V', verb: 'D OW1 V', otherwise: 'noun' },
  does: { noun: 'D AH1 Z', verb: 'D AH1 Z', otherwise: 'verb' },
  close: { noun: 'K L OW1 S', verb: 'K L OW1 Z', otherwise: 'verb' },
  minute: { noun: 'M IH1 N AH0 T', verb: 'M IH1 N AH0 T', otherwise: 'noun' },
  object: { noun: 'AA1 B JH EH0 K T', verb: 'AH0 B JH EH1 K T', otherwise: 'noun' },
  objects: { noun: 'AA1 B JH EH0 K T S', verb: 'AH0 B JH EH1 K T S', otherwise: 'noun' },
  present: { noun: 'P R EH1 Z AH0 N T', verb: 'P R IH0 Z EH1 N T', otherwise: 'noun' },
  presents: { noun: 'P R EH1 Z AH0 N T S', verb: 'P R IH0 Z EH1 N T S', otherwise: 'noun' },
  produce: { noun: 'P R OW1 D UW0 S', verb: 'P R AH0 D UW1 S', otherwise: 'verb' },
  project: { noun: 'P R AA1 JH EH0 K T', verb: 'P R AH0 JH EH1 K T', otherwise: 'noun' },
  projects: { noun: 'P R AA1 JH EH0 K T S', verb: 'P R AH0 JH EH1 K T S', otherwise: 'noun' },
  conduct: { noun: 'K AA1 N D AH0 K T', verb: 'K AH0 N D AH1 K T', otherwise: 'verb' },
  content: { noun: 'K AA1 N T EH0 N T', verb: 'K AH0 N T EH1 N T', otherwise: 'noun' },
  desert: { noun: 'D EH1 Z ER0 T', verb: 'D IH0 Z ER1 T', otherwise: 'noun' },
  separate: { noun: 'S EH1 P ER0 IH0 T', verb: 'S EH1 P ER0 EY2 T', otherwise: 'noun' },
  refuse: { noun: 'R EH1 F Y UW2 Z', verb: 'R IH0 F Y UW1 Z', otherwise: 'verb' },
  rebel: { noun: 'R EH1 B AH0 L', verb: 'R IH0 B EH1 L', otherwise: 'noun' },
  permit: { noun: 'P ER1 M IH2 T', verb: 'P ER0 M IH1 T', otherwise: 'verb' },
  subject: { noun: 'S AH1 B JH IH0 K T', verb: 'S AH0 B JH EH1 K T', otherwise: 'noun' },
  suspect: { noun: 'S AH1 S P EH2 K T', verb: 'S AH0 S P EH1 K T', otherwise: 'verb' },
  increase: { noun: 'IH1 N K R IY2 S', verb: 'IH0 N K R IY1 S', otherwise: 'verb' },
  decrease: { noun: 'D IY1 K R IY2 S', verb: 'D IH0 K R IY1 S', otherwise: 'verb' },
  import: { noun: 'IH1 M P AO2 R T', verb: 'IH0 M P AO1 R T', otherwise: 'noun' },
  export: { noun: 'EH1 K S P AO2 R T', verb: 'EH0 K S P AO1 R T', otherwise: 'noun' },
  insult: { noun: 'IH1 N S AH2 L T', verb: 'IH0 N S AH1 L T', otherwise: 'verb' },
  contract: { noun: 'K AA1 N T R AE2 K T', verb: 'K AH0 N T R AE1 K T', otherwise: 'noun' },
  conflict: { noun: 'K AA1 N F L IH0 K T', verb: 'K AH0 N F L IH1 K T', otherwise: 'noun' },
  contest: { noun: 'K AA1 N T EH0 S T', verb: 'K AH0 N T EH1 S T', otherwise: 'noun' },
  convict: { noun: 'K AA1 N V IH0 K T', verb: 'K AH0 N V IH1 K T', otherwise: 'noun' },
  perfect: { noun: 'P ER1 F IH2 K T', verb: 'P ER0 F EH1 K T', otherwise: 'noun' },
  attribute: { noun: 'AE1 T R AH0 B Y UW2 T', verb: 'AH0 T R IH1 B Y UW2 T', otherwise: 'noun' },
  deliberate: { noun: 'D IH0 L IH1 B ER0 AH0 T', verb: 'D IH0 L IH1 B ER0 EY2 T', otherwise: 'noun' },
  estimate: { noun: 'EH1 S T AH0 M AH0 T', verb: 'EH1 S T AH0 M EY2 T', otherwise: 'noun' },
  graduate: { noun: 'G R AE1 JH AH0 W AH0 T', verb: 'G R AE1 JH AH0 W EY2 T', otherwise: 'noun' },
  moderate: { noun: 'M AA1 D ER0 AH0 T', verb: 'M AA1 D ER0 EY2 T', otherwise: 'noun' },
  alternate: { noun: 'AO1 L T ER0 N AH0 T', verb: 'AO1 L T ER0 N EY2 T', otherwise: 'noun' },
  convert: { noun: 'K AA1 N V ER0 T', verb: 'K AH0 N V ER1 T', otherwise: 'verb' },
  converts: { noun: 'K AA1 N V ER0 T S', verb: 'K AH0 N V ER1 T S', otherwise: 'verb' },
  combine: { noun: 'K AA1 M B AY0 N', verb: 'K AH0 M B AY1 N', otherwise: 'verb' },
  compress: { noun: 'K AA1 M P R EH0 S', verb: 'K AH0 M P R EH1 S', otherwise: 'verb' },
  conflicts: { noun: 'K AA1 N F L IH0 K T S', verb: 'K AH0 N F L IH1 K T S', otherwise: 'noun' },
  contracts: { noun: 'K AA1 N T R AE2 K T S', verb: 'K AH0 N T R AE1 K T S', otherwise: 'noun' },
  update: { noun: 'AH1 P D EY2 T', verb: 'AH0 P D EY1 T', otherwise: 'noun' },
  updates: { noun: 'AH1 P D EY2 T S', verb: 'AH0 P D EY1 T S', otherwise: 'noun' },
  upgrade: { noun: 'AH1 P G R EY2 D', verb: 'AH0 P G R EY1 D', otherwise: 'noun' },
  impact: { noun: 'IH1 M P AE2 K T', verb: 'IH0 M P AE1 K T', otherwise: 'noun' },
  transfer: { noun: 'T R AE1 N S F ER0', verb: 'T R AE0 N S F ER1', otherwise: 'verb' },
  transport: { noun: 'T R AE1 N S P AO0 R T', verb: 'T R AE0 N S P AO1 R T', otherwise: 'noun' },
  insert: { noun: 'IH1 N S ER2 T', verb: 'IH0 N S ER1 T', otherwise: 'verb' },
  address: { noun: 'AE1 D R EH2 S', verb: 'AH0 D R EH1 S', otherwise: 'noun' },
  associate: { noun: 'AH0 S OW1 SH IY0 AH0 T', verb: 'AH0 S OW1 SH IY0 EY2 T', otherwise: 'verb' },
  aggregate: { noun: 'AE1 G R AH0 G AH0 T', verb: 'AE1 G R AH0 G EY2 T', otherwise: 'noun' },
  construct: { noun: 'K AA1 N S T R AH0 K T', verb: 'K AH0 N S T R AH1 K T', otherwise: 'verb' },
  invalid: { noun: 'IH2 N V AE1 L AH0 D', verb: 'IH2 N V AE1 L AH0 D', otherwise: 'noun' },
  approximate: {
    noun: 'AH0 P R AA1 K S AH0 M AH0 T',
    verb: 'AH0 P R AA1 K S AH0 M EY2 T',
    otherwise: 'noun',
  },
  appropriate: { noun: 'AH0 P R OW1 P R IY0 AH0 T', verb: 'AH0 P R OW1 P R IY0 EY2 T', otherwise: 'noun' },
  duplicate: { noun: 'D UW1 P L AH0 K AH0 T', verb: 'D UW1 P L AH0 K EY2 T', otherwise: 'noun' },
};

const BEFORE_VERB: ReadonlySet<string> = new Set(
  (
    "to will would can could should must may might shall do does did don't doesn't didn't won't can't couldn't " +
    "wouldn't shouldn't cannot i you we they who let's please i'll you'll we'll they'll he'll she'll i'd we'd they'd " +
    'and never always often not help he she it us them him me people'
  ).split(' '),
);

const BEFORE_NOUN: ReadonlySet<string> = new Set(
  (
    'the a an this that these those my your his her its our their no some any every each of in on for with by from ' +
    'at new old first last next good bad big small great long short own other another more very is was are were ' +
    "be 's high low strong cold warm bright world all both many few several nine two three so too as"
  ).split(' '),
);

const BEFORE_PAST: ReadonlySet<string> = new Set(
  "have has had i've you've we've they've having was were is are been be being he she already just".split(
    ' ',
  ),
);

const PAST_TIME: ReadonlySet<string> = new Set([
  'yesterday',
  'ago',
  'last',
  'once',
  'earlier',
  'before',
  'then',
]);

const DETERMINERS: ReadonlySet<string> = new Set(
  'the a an this that these those my your his her its our their it them him us me'.split(' '),
);

/**
 * The reading of the word at `index`, as ARPAbet symbols, or undefined when it is no heteronym.
 *
 * Heuristics, in order: a pronoun or auxiliary before it makes a verb; a determiner, adjective or preposition makes a
 * noun (or adjective); `read` is past after have/be and near words of past time; at the start of a phrase, a
 * determiner after it makes an imperative.
 */
export function heteronym(words: readonly string[], index: number): readonly string[] | undefined {
  const word = words[index] ?? '';
  if (word === 'used') return usedTo(words, index) ? ['Y', 'UW1', 'S', 'T'] : undefined;
  const entry = Object.hasOwn(HETERONYMS, word) ? HETERONYMS[word] : undefined;
  if (entry === undefined) return undefined;
  const reading = guess(words, index, entry);
  return (entry[reading] ?? entry.verb).split(' ');
}

/** `used to` of habit, save after be, where it is as often `used in order to`. */
function usedTo(words: readonly string[], index: number): boolean {
  return words[index + 1] === 'to' && !BE.has(words[index - 1] ?? '');
}

const BE: ReadonlySet<string> = new Set('is are was were be been being commonly often'.split(' '));

function guess(words: readonly string[], index: number, entry: Heteronym): 'noun' | 'verb' | 'past' {
  const previous = words[index - 1] ?? '';
  const next = words[index + 1] ?? '';
  if (entry.past !== undefined) {
    if (BEFORE_PAST.has(previous)) return 'past';
    if (!MODAL.has(previous) && words.some((word) => PAST_TIME.has(word))) return 'past';
  }
  if (previous === '' && DETERMINERS.has(next)) return 'verb';
  if (BEFORE_NOUN.has(previous)) return 'noun';
  if (BEFORE_VERB.has(previous)) return 'verb';
  if (previous.endsWith('ly')) return 'verb';
  return entry.otherwise;
}

const MODAL: ReadonlySet<string> = new Set(
  "to will would can could should must may might shall do did don't didn't can't i'll you'll we'll they'll".split(
    ' ',
  ),
);
