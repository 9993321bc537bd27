import type { RecordedVoice } from '../../../engine/shared/app/packs.js';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';

/**
 * Voices with those recorded ones among them whose packs are gone: they are the person's, come back with the pack, and can
 * be removed without it.
 */
export function withRecorded(
  voices: readonly VoiceEntry[],
  recorded: readonly RecordedVoice[],
): readonly VoiceEntry[] {
  const names = new Map(recorded.map(({ id, name }) => [id, name]));
  const known = new Set(voices.map(({ id }) => id));
  const lost = recorded
    .filter(({ id }) => !known.has(id))
    .map((voice) => ({
      ...voice,
      ...{ accent: '', gender: '', age: '', isFavourite: false, isUnavailable: true as const },
    }));
  if (lost.length === 0 && voices.every(({ isUnavailable }) => isUnavailable !== true)) return voices;
  // Of a voice that is gone, the host knows no more than its id.
  const named = voices.map((voice) =>
    voice.isUnavailable === true && voice.mix === undefined
      ? { ...voice, name: names.get(voice.id) ?? voice.name }
      : voice,
  );
  return [...named, ...lost];
}
