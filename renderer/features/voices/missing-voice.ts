import type { VoiceEntry, VoicesState } from '../../../engine/shared/app/voices.js';

export interface MissingNames {
  /** Of the voice that was chosen and cannot speak. */
  readonly missing: string;
  /** Of the one that speaks in its place. */
  readonly name: string;
}

/**
 * The names of a chosen voice that is not there, and of the one in its place; undefined while the chosen one speaks.
 * @param known voices of before as well: one whose model is gone has its name there alone
 */
export function missingNames(
  { voices, chosen: { voiceId, missingVoiceId } }: VoicesState,
  known: readonly VoiceEntry[] = voices,
): MissingNames | undefined {
  if (missingVoiceId === undefined) return undefined;
  const nameOf = (id: string): string =>
    [...known, ...voices].find((voice) => voice.id === id)?.name ?? id.slice(id.indexOf('/') + 1);
  return { missing: nameOf(missingVoiceId), name: nameOf(voiceId) };
}
