import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlaybackSession } from '../../engine/services/session/session.js';
import {
  createFakeSource,
  FAKE_RATE_HZ,
  sampleAt,
} from '../../engine/services/session/testing/fake-source.js';
import { settingsSchema } from '../../engine/shared/app/settings.js';
import { systemClock } from '../../engine/shared/clock.js';
import { playerFrameEnd } from '../../engine/shared/player-frames.js';
import { createMemoryPortPair, type Port } from '../../engine/shared/transport.js';
import { PlayerCore } from './player-core.js';

/** The host's session and the player's core, joined as in the app, without a browser between them. */

const QUANTUM = 128;
const FADE_BLOCKS = 4;
const settings = settingsSchema.parse({});

interface Heard {
  readonly generation: number;
  readonly startSample: number;
  readonly pcm: Float32Array;
  /** Whether no fade lies in it. */
  readonly isWhole: boolean;
}

class CorePlayer {
  readonly hostPort: Port;
  readonly heard: Heard[] = [];
  readonly core = new PlayerCore(FAKE_RATE_HZ);
  readonly #end: ReturnType<typeof playerFrameEnd>;
  #blocksSinceCut = 0;

  constructor() {
    const [hostPort, pagePort] = createMemoryPortPair();
    this.hostPort = hostPort;
    this.#end = playerFrameEnd(pagePort);
    this.#end.send({ type: 'availability', state: 'ready', deviceTrouble: '', outputLatencyMs: 0 });
    this.#end.onFrame((frame) => {
      if (frame.type === 'output') return;
      if (frame.type !== 'pcm' && frame.type !== 'end') this.#blocksSinceCut = 0;
      this.core.receive(frame);
      this.#report();
    });
  }

  play(blocks: number): void {
    for (let block = 0; block < blocks; block++) {
      const pcm = new Float32Array(QUANTUM);
      const startSample = this.core.playedSamples;
      this.core.process(pcm);
      const playedSamples = this.core.playedSamples - startSample;
      const isWhole = this.#blocksSinceCut++ >= FADE_BLOCKS;
      if (playedSamples > 0) {
        const generation = this.core.generation ?? 0;
        this.heard.push({ generation, startSample, pcm: pcm.subarray(0, playedSamples), isWhole });
      }
      this.#report();
    }
  }

  close(): void {
    this.#end.close();
  }

  #report(): void {
    const status = this.core.isStatusDue ? this.core.takeStatus() : undefined;
    if (status) this.#end.send(status);
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('the player of a session', () => {
  it('puts out the samples of the engine, over pauses, jumps, reloads and other windows', async () => {
    const step = fc.record({
      play: fc.integer({ min: 0, max: 300 }),
      then: fc.constantFrom('go on', 'pause', 'resume', 'reload', 'next-sentence', 'start'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const session = createPlaybackSession({
          clock: systemClock,
          settings: { get: () => settings, watch: () => () => undefined },
        });
        const attach = (): CorePlayer => {
          const player = new CorePlayer();
          session.attachPlayer(player.hostPort);
          return player;
        };
        let player = attach();
        const players = [player];
        session.play(createFakeSource({ samplesPerSentence: 20_000, prebufferMs: 20 }).request);
        for (const { play, then } of steps) {
          await settle();
          player.play(play);
          await settle();
          if (then === 'pause') session.pause();
          if (then === 'resume') session.resume();
          if (then === 'start' || then === 'next-sentence') session.seek({ to: then });
          if (then !== 'reload') continue;
          player.close();
          players.push((player = attach()));
        }
        session.seek({ to: 'start' });
        const { utterance } = session.state();
        for (let turn = 0; turn < 200 && session.state().status !== 'idle'; turn++) {
          await settle();
          player.play(40);
        }
        await settle();
        expect(session.state()).toMatchObject({ status: 'idle', underrunCount: 0, totalSamples: 100_000 });
        // Whatever was heard, cut short or not, was each time the sample that belongs there.
        for (const { startSample, pcm, isWhole } of players.flatMap(({ heard }) => heard)) {
          if (!isWhole) continue;
          const expected = Float32Array.from(pcm, (_, index) => sampleAt(startSample + index));
          expect(Buffer.from(pcm.slice().buffer).equals(Buffer.from(expected.buffer))).toBe(true);
        }
        // And what was left alone was heard to its end, each sample once.
        const last = player.heard.filter(({ generation }) => generation === utterance?.id);
        let nextSample = 0;
        for (const { startSample, pcm } of last) {
          expect(startSample).toBe(nextSample);
          nextSample += pcm.length;
        }
        expect(nextSample).toBe(100_000);
        session.dispose();
      }),
      { numRuns: 25 },
    );
  });
});
