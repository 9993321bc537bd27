/** Names that the community's exports of Kokoro and KittenTTS give the inputs and outputs of the single graph. */
export const SINGLE_NAMES = {
  tokens: ['input_ids', 'tokens'],
  style: ['style', 'ref_s'],
  speed: ['speed'],
  waveform: ['waveform', 'audio'],
  duration: ['duration', 'durations', 'pred_dur'],
} as const;
