import type { Settings } from '../../shared/app/settings.js';
import { isSafeGlobally, normaliseAccelerator, parseAccelerator } from '../../shared/accelerator.js';
import { SottoError } from '../../shared/errors.js';
import type { StoredPhrase } from './library.js';

export interface PhraseHotkey {
  readonly phraseId: string;
  readonly accelerator: string;
}

/** Who else may hold a hotkey. */
export interface HotkeyUsers {
  readonly phrases: readonly StoredPhrase[];
  readonly hotkeys: Settings['hotkeys'];
  /** As Node names it. */
  readonly platform: string;
}

/** The hotkeys of a library, in its order. */
export function phraseHotkeys(phrases: readonly StoredPhrase[]): PhraseHotkey[] {
  return phrases.flatMap(({ id, hotkey }) => (hotkey === '' ? [] : [{ phraseId: id, accelerator: hotkey }]));
}

/**
 * Checks that a phrase can have a hotkey.
 * @param phraseId of the phrase that is to have it; empty for a new one
 * @throws SottoError `bad-input` when it is none or would take a key that types, `hotkey-conflict`
 */
export function checkHotkey(hotkey: string, phraseId: string, users: HotkeyUsers): void {
  if (hotkey === '') return;
  const keys = parseAccelerator(hotkey);
  if (!keys || !isSafeGlobally(keys))
    throw new SottoError({
      code: 'bad-input',
      message: keys ? `"${hotkey}" is needed for typing` : `"${hotkey}" is no keyboard shortcut`,
      kept: 'nothing was changed',
      next: 'choose keys together with Ctrl, Alt or Cmd',
    });
  const user = userOf(hotkey, phraseId, users);
  if (user === undefined) return;
  throw new SottoError({
    code: 'hotkey-conflict',
    message: `"${hotkey}" is used by ${user.name} already`,
    kept: 'nothing was changed',
    next: 'choose other keys, or free these first',
    details: { user: user.kind, id: user.id },
  });
}

/** Who holds a hotkey already, for the interface to name in its own words. */
interface HotkeyUser {
  readonly kind: 'phrase' | 'action';
  readonly id: string;
  readonly name: string;
}

function userOf(hotkey: string, phraseId: string, users: HotkeyUsers): HotkeyUser | undefined {
  const { phrases, hotkeys, platform } = users;
  const normal = normaliseAccelerator(hotkey, platform);
  const isSame = (other: string): boolean => normaliseAccelerator(other, platform) === normal;
  const phrase = phrases.find((one) => one.id !== phraseId && isSame(one.hotkey));
  if (phrase) return { kind: 'phrase', id: phrase.id, name: `the phrase "${phrase.label || phrase.text}"` };
  const action = Object.entries(hotkeys).find(([, accelerator]) => isSame(accelerator))?.[0];
  return action === undefined ? undefined : { kind: 'action', id: action, name: action };
}
