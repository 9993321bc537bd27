import type { Unit, WordUnit } from './types.js';

/** How well a text can be cut at a place: 1 after a mark, 0 between any two words, below that where it hurts. */
export type CutQuality = number;

export const CLAUSE_QUALITY: CutQuality = 1;
export const PHRASE_QUALITY: CutQuality = 0.35;
/** After a mark inside a phrase: 'March 5, 2024', '苹果、香蕉'. */
const WEAK_MARK_QUALITY: CutQuality = 0.2;
const CONJUNCTION_QUALITY: CutQuality = 0.6;
const WORD_QUALITY: CutQuality = 0;
const TORN_QUALITY: CutQuality = -0.5;

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** English words that open a clause. */
const CLAUSE_OPENERS = words(
  'and but or because although though while when where whereas if unless until since so that which who whom whose before after than nor yet whether however therefore then',
);
/** English words that open a phrase. */
const PHRASE_OPENERS = words(
  'in on at for with from by to of about into over under through between among during without within against across along around behind beyond near towards upon as like is are was were will would can could should may might must has have had do does did',
);
/** English words that lean on the next one: a pause after them is wrong. */
const LEANING = words(
  'a an the my your his her its our their this that these those some any no every each very too so and or but of in on at for with from by to as is are was were be been will would can could should may might must not i you he she it we they who which mr mrs ms dr if',
);
const MANDARIN_OPENERS = words(
  '和 与 及 以及 或 或者 但 但是 而 而且 并 并且 因为 所以 如果 虽然 不过 然后 于是 因此 由于 只要 只有 即使 当 可是 就 也 还 才 都',
);
const MANDARIN_PHRASE_OPENERS = words('在 从 对 把 被 向 给 跟 为 为了 以 于 按 按照 根据 通过 关于 是');
const MANDARIN_LEANING = words(
  '的 在 从 对 把 被 向 给 跟 和 与 是 很 太 最 更 不 没 一 一个 这 那 这个 那个 我 你 他 她 它 第 二 三 十 百',
);

function qualityBetweenWords(left: WordUnit, right: WordUnit): CutQuality {
  const before = left.text.toLowerCase();
  const after = right.text.toLowerCase();
  if (right.language === 'zh') {
    if (MANDARIN_OPENERS.has(after)) return CONJUNCTION_QUALITY;
    if (MANDARIN_LEANING.has(before) && before !== '的') return TORN_QUALITY;
    return MANDARIN_PHRASE_OPENERS.has(after) ? PHRASE_QUALITY : WORD_QUALITY;
  }
  if (LEANING.has(before)) return TORN_QUALITY;
  if (CLAUSE_OPENERS.has(after)) return CONJUNCTION_QUALITY;
  return PHRASE_OPENERS.has(after) ? PHRASE_QUALITY : WORD_QUALITY;
}

/**
 * Rates a cut between two units. Heuristics: after a mark it is natural; before a conjunction or a preposition
 * it is bearable; after an article, a preposition or a pronoun it tears a phrase apart.
 *
 * @param place `touching`: no space stands between the two, as in a compound; `weak`: the mark between them is
 *   one inside a phrase
 */
export function cutQuality(
  left: Unit,
  right: Unit,
  place: { readonly touching: boolean; readonly weak: boolean },
): CutQuality {
  if (left.kind === 'punct') return place.weak ? WEAK_MARK_QUALITY : CLAUSE_QUALITY;
  if (right.kind === 'punct') return TORN_QUALITY;
  if (place.touching && (left.language === 'en' || right.language === 'en')) return TORN_QUALITY;
  return qualityBetweenWords(left, right);
}
