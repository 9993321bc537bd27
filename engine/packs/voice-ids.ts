/**
 * How voices of several packs are named. Those of the first pack, which came with the program, keep their bare names
 * (`en_ivy`); a voice of another one is `packId/voiceId`. Neither a pack's id nor a voice's holds a slash.
 */
export interface VoiceName {
  /** Null for the first pack. */
  readonly packId: string | null;
  /** As the pack's manifest has it. */
  readonly voiceId: string;
}

/** Takes a name apart. */
export function parseVoiceName(name: string): VoiceName {
  const slash = name.indexOf('/');
  if (slash < 0) return { packId: null, voiceId: name };
  return { packId: name.slice(0, slash), voiceId: name.slice(slash + 1) };
}

/** Puts it together. */
export function voiceName({ packId, voiceId }: VoiceName): string {
  return packId === null ? voiceId : `${packId}/${voiceId}`;
}
