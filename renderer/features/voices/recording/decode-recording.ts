import { RECORDING_RATE_HZ } from './recording.js';

/** An hour in a compressed format; as samples, more would fill the page's memory. */
export const MAX_SOUND_BYTES = 64 * 1024 * 1024;

/**
 * The sound of a file as one channel at `RECORDING_RATE_HZ`.
 * @throws DOMException `EncodingError` when it is no sound that the browser can read
 */
export async function decodeRecording(file: File): Promise<Float32Array> {
  // What is decoded in a context comes in its rate; the context itself renders nothing.
  const context = new OfflineAudioContext({ length: 1, sampleRate: RECORDING_RATE_HZ });
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index));
  const [first] = channels;
  if (first === undefined || channels.length === 1) return first ?? new Float32Array();
  return first.map((_, index) => {
    const sum = channels.reduce((total, channel) => total + (channel[index] ?? 0), 0);
    return sum / channels.length;
  });
}
