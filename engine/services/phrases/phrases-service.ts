import type {
  PhraseDraft,
  PhrasesFormat,
  PhrasesImportResult,
  PhrasesState,
} from '../../shared/app/phrases.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { PhraseHotkey } from './phrase-hotkeys.js';

/** The person's phrases, rendered before they are needed. */
export interface PhrasesService {
  state(): PhrasesState;
  /** Hears the state now, then after every change. */
  watch(listener: (state: PhrasesState) => void): Unsubscribe;
  /**
   * Adds a phrase, or replaces the one of this id.
   * @returns its id
   * @throws SottoError `bad-input` for slots that do not fit the text, `unknown-item`, `hotkey-conflict`, `too-large`
   */
  save(draft: PhraseDraft, id?: string): string;
  /** @throws SottoError `unknown-item` */
  remove(id: string): void;
  /** @throws SottoError `unknown-item` */
  move(id: string, groupId: string, index: number): void;
  /** @returns the group's id @throws SottoError `unknown-item`, `name-taken`, `too-large` */
  saveGroup(name: string, id?: string): string;
  /** @throws SottoError `unknown-item` */
  moveGroup(id: string, index: number): void;
  /** Removes a group with its phrases. @throws SottoError `unknown-item` */
  removeGroup(id: string): void;
  /**
   * Speaks a phrase: from its rendering where that is ready, as it is made where not.
   * @param values of its slots, by their names
   * @throws SottoError `unknown-item`, `bad-input` when a slot is not filled
   */
  speak(
    id: string,
    values?: Readonly<Record<string, string>>,
  ): Promise<{ utteranceId: number; isReady: boolean }>;
  /** Renders a phrase again after a failure. @throws SottoError `unknown-item` */
  retry(id: string): void;
  /** Stops the rendering in the background, or lets it go on. */
  pauseRendering(isPaused: boolean): void;
  /** @returns a `Downloads` id @throws SottoError `file-unwritable` */
  export(format: PhrasesFormat): Promise<{ downloadId: string; fileName: string }>;
  /** Adds what the text holds; nothing is replaced. @throws SottoError `bad-input` with the line */
  import(format: PhrasesFormat, text: string): PhrasesImportResult;
  hotkeys(): readonly PhraseHotkey[];
  /** Hears the phrases' hotkeys now, then after every change of them. */
  watchHotkeys(listener: (hotkeys: readonly PhraseHotkey[]) => void): Unsubscribe;
  /** What the renderings take on the disk. */
  usage(): { readonly bytes: number; readonly entries: number };
  /** Removes all renderings, and how often each was spoken; they are made again when the engine has time. */
  clearRenderings(): Promise<void>;
  /** Resolves when every change of the library so far is on the disk. @throws SottoError `file-unwritable` */
  flush(): Promise<void>;
  /** Ends the rendering; resolves when everything is on the disk. */
  dispose(): Promise<void>;
}
