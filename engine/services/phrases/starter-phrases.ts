import { phraseDraftSchema, type PhraseDraftInput } from '../../shared/app/phrases.js';
import { addGroup, addPhrase, EMPTY_LIBRARY, type Library } from './library.js';

/** The language of the interface. */
export type StarterLanguage = 'en' | 'zh';

/** Name of the group for imported phrases that name none. */
export const UNGROUPED_NAMES: Readonly<Record<StarterLanguage, string>> = { en: 'Imported', zh: '导入的' };

type Starter = Pick<PhraseDraftInput, 'text' | 'label' | 'emoji' | 'slots'>;

const MINUTES = { kind: 'range', name: 'minutes', from: 5, to: 30, step: 5 } as const;

const STARTERS: Readonly<Record<StarterLanguage, { group: string; phrases: readonly Starter[] }>> = {
  en: {
    group: 'Everyday',
    phrases: [
      { text: 'Yes, please.', emoji: '👍' },
      { text: 'No, thank you.', emoji: '👎' },
      { text: 'Thank you very much.', emoji: '🙏' },
      { text: 'One moment, please.', emoji: '✋' },
      { text: 'Could you say that again, please?', label: 'Say that again?', emoji: '👂' },
      { text: 'Back in {minutes} minutes.', emoji: '⏳', slots: [MINUTES] },
      { text: 'I am listening. I will answer by typing.', label: 'I answer by typing', emoji: '⌨️' },
    ],
  },
  zh: {
    group: '日常',
    phrases: [
      { text: '好的，谢谢。', emoji: '👍' },
      { text: '不用了，谢谢。', emoji: '👎' },
      { text: '非常感谢。', emoji: '🙏' },
      { text: '请稍等一下。', emoji: '✋' },
      { text: '请您再说一遍，好吗？', label: '再说一遍', emoji: '👂' },
      { text: '我{分钟}分钟后回来。', emoji: '⏳', slots: [{ ...MINUTES, name: '分钟' }] },
      { text: '我在听，我用打字来回答。', label: '我用打字回答', emoji: '⌨️' },
    ],
  },
};

/** What a new person finds in the library: theirs from then on, to change or to remove for good. */
export function starterLibrary(language: StarterLanguage, newId: () => string): Library {
  const { group, phrases } = STARTERS[language];
  const groupId = newId();
  return phrases.reduce(
    (library, starter) => addPhrase(library, newId(), phraseDraftSchema.parse({ groupId, ...starter })),
    addGroup(EMPTY_LIBRARY, groupId, group),
  );
}
