import { z } from 'zod';
import { count, pcm } from './schemas.js';
import type { Port, Unsubscribe } from './transport.js';

/**
 * What travels between the host's speech and the player in a window, on a port of its own. The generation is the
 * utterance's id: frames of an older one are dropped on either side.
 *
 * Credits: the host may send up to `takenSamples + CREDIT_WINDOW_SAMPLES` (`credit.ts`) samples of a generation.
 */

export const playerDownFrame = z.discriminatedUnion('type', [
  /** A new utterance takes the place of the last one, which falls silent at once. */
  z.strictObject({
    type: z.literal('begin'),
    generation: count,
    sampleRateHz: z.int().min(8000).max(192_000),
    /** Offset of the first sample that follows: not 0 when a reloaded window goes on. */
    startSample: count,
    /** Samples to hold before the first is played. */
    prebufferSamples: count,
    /** Silence before the first sound, counted neither as played nor as an underrun. */
    wakePadSamples: count,
    isPaused: z.boolean(),
  }),
  z.strictObject({ type: z.literal('pcm'), generation: count, startSample: count, pcm }),
  /** Everything was sent. */
  z.strictObject({ type: z.literal('end'), generation: count, totalSamples: count }),
  z.strictObject({ type: z.literal('pause'), generation: count }),
  z.strictObject({ type: z.literal('resume'), generation: count }),
  /** Fades out within 20 ms and forgets what it holds. */
  z.strictObject({ type: z.literal('stop'), generation: count }),
  /** How everything is played from now on. */
  z.strictObject({ type: z.literal('output'), gain: z.number().min(0).max(1), deviceId: z.string() }),
]);

/** Why the chosen device is not used, for an interface that has its own words. */
export const deviceTroubleCode = z.enum(['not-connected', 'not-usable', 'no-sound']);

export const playerUpFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('status'),
    generation: count,
    /** Offset of the sample that is being heard: everything before it was put out. */
    playedSamples: count,
    /** Offset up to which samples have left the wire and wait in the ring or were played. */
    takenSamples: count,
    /** Times since `begin` that the ring ran dry before the end. */
    underrunCount: count,
    state: z.enum(['waiting', 'playing', 'paused', 'ended']),
  }),
  z.strictObject({
    type: z.literal('availability'),
    /** Blocked: the browser wants a gesture first. */
    state: z.enum(['ready', 'blocked']),
    /** Set when the chosen device could not be used and the default one is; in English, with what the browser said. */
    deviceTrouble: z.string(),
    deviceTroubleCode: deviceTroubleCode.exactOptional(),
    outputLatencyMs: z.number().nonnegative(),
  }),
]);

export type PlayerDownFrame = z.output<typeof playerDownFrame>;
export type PlayerUpFrame = z.output<typeof playerUpFrame>;
export type DeviceTroubleCode = z.output<typeof deviceTroubleCode>;

/** What comes on a player's line (`HostBridge.connectPlayer`): frames, and last, once, that the host is gone. */
export type PlayerLineMessage = PlayerDownFrame | { readonly type: 'gone' };

/** Generation as uint32, start as float64, both little endian, then the samples; 4 bytes keep the samples aligned. */
const PCM_HEADER_BYTES = 16;

/** A frame for a wire that knows text and bytes only: samples as bytes, everything else as JSON. */
export function encodePlayerFrame(frame: PlayerDownFrame | PlayerUpFrame): string | Uint8Array<ArrayBuffer> {
  if (frame.type !== 'pcm') return JSON.stringify(frame);
  const bytes = new Uint8Array(PCM_HEADER_BYTES + frame.pcm.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, frame.generation, true);
  view.setFloat64(8, frame.startSample, true);
  bytes.set(new Uint8Array(frame.pcm.buffer, frame.pcm.byteOffset, frame.pcm.byteLength), PCM_HEADER_BYTES);
  return bytes;
}

/** The other way round. What comes back is still to be checked against the schema; undefined for what is no frame. */
export function decodePlayerFrame(data: string | ArrayBuffer): unknown {
  if (typeof data === 'string') {
    try {
      return JSON.parse(data) as unknown;
    } catch {
      return undefined;
    }
  }
  if (data.byteLength < PCM_HEADER_BYTES || (data.byteLength - PCM_HEADER_BYTES) % 4 !== 0) return undefined;
  const view = new DataView(data);
  return {
    type: 'pcm',
    generation: view.getUint32(0, true),
    startSample: view.getFloat64(8, true),
    pcm: new Float32Array(data, PCM_HEADER_BYTES),
  };
}

/** One end of a player's port with its frames checked; what does not fit is dropped and counted. */
export interface FrameEnd<Sent, Received> {
  send(frame: Sent): void;
  onFrame(listener: (frame: Received) => void): Unsubscribe;
  onClose(listener: () => void): Unsubscribe;
  close(): void;
  readonly malformedCount: number;
}

function frameEnd<Sent, Received>(port: Port, schema: z.ZodType<Received>): FrameEnd<Sent, Received> {
  let malformedCount = 0;
  return {
    send: (frame) => port.send(frame),
    onFrame: (listener) =>
      port.onMessage((message) => {
        const parsed = schema.safeParse(message);
        if (parsed.success) listener(parsed.data);
        else malformedCount++;
      }),
    onClose: (listener) => port.onClose(listener),
    close: () => port.close(),
    get malformedCount() {
      return malformedCount;
    },
  };
}

export function hostFrameEnd(port: Port): FrameEnd<PlayerDownFrame, PlayerUpFrame> {
  return frameEnd(port, playerUpFrame);
}

export function playerFrameEnd(port: Port): FrameEnd<PlayerUpFrame, PlayerDownFrame> {
  return frameEnd(port, playerDownFrame);
}
