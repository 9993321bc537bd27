import {
  createAudioWriter,
  type AudioFormat,
  type AudioTags,
  type AudioWriter,
} from '../../export/audio-writer.js';
import type { ByteTarget } from '../../export/byte-target.js';
import { encodePcm } from '../../export/pcm.js';
import { wavHeader } from '../../export/wav.js';
import type { SampleEncoder } from '../../playback/device.js';
import { Playback, type FoundPlayer } from '../../playback/playback.js';
import { systemClock } from '../../shared/clock.js';

/** Where speech goes: a file, a pipe, or a listener's ear. */
export interface SpeechOutput {
  start(sampleRateHz: number): void;
  write(pcm: Float32Array): Promise<void>;
  endSegment(): Promise<void>;
  /** Resolves when the file is in place, or everything was heard. */
  finish(): Promise<void>;
  /** How far a listener is; undefined where nobody listens. */
  positionMs(): number | undefined;
  readonly playerName?: string | undefined;
  readonly underrunCount?: number;
}

export function fileOutput(target: ByteTarget, format: AudioFormat, tags: AudioTags = {}): SpeechOutput {
  let opening: Promise<AudioWriter> | undefined;
  return {
    start(sampleRateHz) {
      opening ??= createAudioWriter(target, format, sampleRateHz, tags);
      // It shows again, and is reported, with the first samples.
      opening.catch(() => undefined);
    },
    write: async (pcm) => (await opening)?.write(pcm),
    endSegment: () => Promise.resolve(),
    finish: async () => (await opening)?.finish(),
    positionMs: () => undefined,
  };
}

export const encoder: SampleEncoder = {
  raw: (pcm) => encodePcm(pcm, 's16'),
  wav: (pcm, sampleRateHz) =>
    Buffer.concat([
      wavHeader({ sampleRateHz, encoding: 's16', sampleCount: pcm.length }),
      encodePcm(pcm, 's16'),
    ]),
};

export function playerOutput(players: readonly FoundPlayer[], signal: AbortSignal): SpeechOutput {
  let playback: Playback | undefined;
  return {
    start(sampleRateHz) {
      if (playback !== undefined) return;
      const started = new Playback({ sampleRateHz, encoder, clock: systemClock, players });
      playback = started;
      signal.addEventListener('abort', () => started.stop(), { once: true });
    },
    write: async (pcm) => playback?.write(pcm),
    endSegment: async () => playback?.endSegment(),
    finish: async () => playback?.finish(),
    positionMs: () => playback?.positionMs() ?? 0,
    get playerName() {
      return playback?.playerName;
    },
    get underrunCount() {
      return playback?.underrunCount ?? 0;
    },
  };
}
