import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CREDIT_WINDOW_SAMPLES } from '../../engine/shared/credit.js';
import { joinSamples } from '../../engine/shared/join-samples.js';
import { PlayerCore } from './player-core.js';

const RATE = 24_000;
const QUANTUM = 128;
const FADE = RATE / 100;

/** Samples of an endless count, small enough to be exact, so that a lost or repeated one shows. */
function counting(from: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => from + index + 1);
}

const BEGIN = {
  type: 'begin',
  generation: 1,
  sampleRateHz: RATE,
  startSample: 0,
  prebufferSamples: 0,
  wakePadSamples: 0,
  isPaused: false,
} as const;

function render(core: PlayerCore, blocks: number): Float32Array {
  const out = new Float32Array(blocks * QUANTUM);
  for (let block = 0; block < blocks; block++) {
    core.process(out.subarray(block * QUANTUM, (block + 1) * QUANTUM));
  }
  return out;
}

function give(core: PlayerCore, from: number, length: number, generation = 1): void {
  core.receive({ type: 'pcm', generation, startSample: from, pcm: counting(from, length) });
}

/** Where the count goes on undisturbed in the output: its values there, in order. */
function undisturbed(out: Float32Array): number[] {
  return [...out].filter((value) => Number.isInteger(value) && value > 0);
}

const largestStep = (out: Float32Array): number =>
  out.reduce((step, value, index) => Math.max(step, Math.abs(value - (out[index - 1] ?? 0))), 0);

describe('the player', () => {
  it('puts out what went in, however it is cut and however it comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 50_000 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 20 }),
        (sizes, prebufferSamples, pulls) => {
          const core = new PlayerCore(RATE);
          core.receive({ ...BEGIN, prebufferSamples });
          const heard: Float32Array[] = [];
          let sent = 0;
          let turn = 0;
          const total = sizes.reduce((sum, size) => sum + size, 0);
          for (const size of sizes) {
            give(core, sent, size);
            sent += size;
            // Plays only what is there, so that nothing runs dry.
            const ahead = Math.floor((sent - core.playedSamples) / QUANTUM);
            const blocks = Math.min(pulls[turn++ % pulls.length] ?? 0, Math.max(0, ahead - 1));
            heard.push(render(core, blocks));
          }
          core.receive({ type: 'end', generation: 1, totalSamples: total });
          heard.push(render(core, Math.ceil((total - core.playedSamples) / QUANTUM) + 2));
          expect(undisturbed(joinSamples(heard))).toEqual([...counting(0, total)]);
          expect(core.takeStatus()).toEqual({
            type: 'status',
            generation: 1,
            playedSamples: total,
            takenSamples: total,
            underrunCount: 0,
            state: 'ended',
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('plays each sample at its place over pauses and gaps, once the fades round them are over', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('give' as const), count: fc.integer({ min: 1, max: 5000 }) }),
      fc.record({ do: fc.constant('play' as const), count: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), count: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const core = new PlayerCore(RATE);
        core.receive(BEGIN);
        let sent = 0;
        let blocksSinceCut = 0;
        const playBlock = (): void => {
          const from = core.playedSamples;
          const wasPlaying = core.takeStatus()?.state === 'playing';
          const out = render(core, 1);
          const count = core.playedSamples - from;
          if (!wasPlaying || (count < QUANTUM && core.playedSamples < sent)) blocksSinceCut = 0;
          if (++blocksSinceCut <= FADE / QUANTUM + 2 || count < QUANTUM) return;
          expect(out).toEqual(counting(from, QUANTUM));
        };
        for (const { do: what, count } of steps) {
          if (what === 'give') {
            give(core, sent, count);
            sent += count;
          } else if (what === 'play') {
            for (let block = 0; block < count; block++) playBlock();
          } else {
            core.receive({ type: what, generation: 1 });
            blocksSinceCut = 0;
          }
        }
        core.receive({ type: 'resume', generation: 1 });
        core.receive({ type: 'end', generation: 1, totalSamples: sent });
        for (let left = sent - core.playedSamples; left > 0; left -= QUANTUM) playBlock();
        expect(core.takeStatus()).toMatchObject({ state: 'ended', playedSamples: sent, takenSamples: sent });
      }),
    );
  });

  it('drops what belongs to another generation, and what does not follow on', () => {
    const core = new PlayerCore(RATE);
    core.receive(BEGIN);
    give(core, 0, 1000);
    core.receive({ ...BEGIN, generation: 2 });
    give(core, 1000, 500, 1);
    give(core, 0, 256, 2);
    give(core, 400, 256, 2);
    core.receive({ type: 'stop', generation: 1 });
    core.receive({ type: 'end', generation: 1, totalSamples: 0 });
    expect([...render(core, 2)]).toEqual([...counting(0, 256)]);
    expect(core.takeStatus()).toMatchObject({ generation: 2, takenSamples: 256 });
  });

  it('is silent within 50 ms of a stop or a pause, without a step', () => {
    const wave = Float32Array.from({ length: RATE }, (_, index) => 0.8 * Math.sin(index * 0.05));
    for (const cut of ['stop', 'pause'] as const) {
      const core = new PlayerCore(RATE);
      core.receive(BEGIN);
      core.receive({ type: 'pcm', generation: 1, startSample: 0, pcm: wave });
      const before = render(core, 37);
      core.receive({ type: cut, generation: 1 });
      const after = render(core, 20);
      expect(largestStep(joinSamples([before, after]))).toBeLessThan(0.05);
      expect(after.subarray(FADE).every((value) => value === 0)).toBe(true);
    }
  });

  it('goes over from one utterance to the next without a step', () => {
    const core = new PlayerCore(RATE);
    const wave = Float32Array.from({ length: RATE }, (_, index) => 0.8 * Math.sin(index * 0.05));
    const parts: Float32Array[] = [];
    for (let generation = 1; generation <= 5; generation++) {
      core.receive({ ...BEGIN, generation });
      core.receive({ type: 'pcm', generation, startSample: 0, pcm: wave });
      parts.push(render(core, generation));
    }
    expect(largestStep(joinSamples(parts))).toBeLessThan(0.1);
  });

  it('counts a gap before the end, once, and no gap at the end', () => {
    const core = new PlayerCore(RATE);
    core.receive(BEGIN);
    give(core, 0, 1000);
    render(core, 30);
    expect(core.takeStatus()).toMatchObject({ state: 'waiting', underrunCount: 0, playedSamples: 1000 });
    give(core, 1000, 1000);
    expect(core.isStatusDue).toBe(true);
    render(core, 30);
    expect(core.takeStatus()).toMatchObject({ state: 'waiting', underrunCount: 1, playedSamples: 2000 });
    core.receive({ type: 'end', generation: 1, totalSamples: 2000 });
    expect(core.takeStatus()).toMatchObject({ state: 'ended', underrunCount: 1 });
  });

  it('holds the prebuffer, also after a gap, unless all has come', () => {
    const core = new PlayerCore(RATE);
    core.receive({ ...BEGIN, prebufferSamples: 500 });
    give(core, 0, 499);
    expect(render(core, 2).every((value) => value === 0)).toBe(true);
    give(core, 499, 1);
    render(core, 10);
    expect(core.playedSamples).toBe(500);
    give(core, 500, 100);
    render(core, 10);
    expect(core.playedSamples).toBe(500);
    core.receive({ type: 'end', generation: 1, totalSamples: 600 });
    render(core, 10);
    expect(core.playedSamples).toBe(600);
  });

  it('puts the wake pad before a sound after silence, and not between sounds', () => {
    const core = new PlayerCore(RATE);
    const padded = { ...BEGIN, wakePadSamples: 200 };
    core.receive(padded);
    give(core, 0, 1000);
    expect([...render(core, 2)]).toEqual([...new Float32Array(200), ...counting(0, 56)]);
    core.receive({ ...padded, generation: 2, startSample: 0 });
    render(core, 4);
    give(core, 0, 256, 2);
    expect(render(core, 1)[0]).toBe(1);
    core.receive({ type: 'pause', generation: 2 });
    render(core, (3 * RATE) / QUANTUM);
    core.receive({ type: 'resume', generation: 2 });
    render(core, 1);
    expect(core.playedSamples).toBe(256);
  });

  it('says that it plays in the very block of the first sound, then twenty times a second', () => {
    const core = new PlayerCore(RATE);
    core.receive(BEGIN);
    expect(core.takeStatus()).toMatchObject({ state: 'waiting' });
    give(core, 0, RATE);
    render(core, 1);
    expect(core.isStatusDue).toBe(true);
    expect(core.takeStatus()).toMatchObject({ state: 'playing', playedSamples: QUANTUM });
    let statuses = 0;
    for (let block = 0; block < RATE / 2 / QUANTUM; block++) {
      render(core, 1);
      if (core.isStatusDue) statuses++;
      if (core.isStatusDue) core.takeStatus();
    }
    expect(statuses).toBeGreaterThanOrEqual(9);
    expect(statuses).toBeLessThanOrEqual(11);
  });

  it('takes as much as credits allow before it plays, and holds no more', () => {
    const core = new PlayerCore(RATE);
    core.receive({ ...BEGIN, isPaused: true });
    for (let sent = 0; sent < 2 * CREDIT_WINDOW_SAMPLES; sent += 6000) give(core, sent, 6000);
    expect(core.takeStatus()).toMatchObject({ state: 'paused', takenSamples: CREDIT_WINDOW_SAMPLES });
    core.receive({ type: 'resume', generation: 1 });
    const out = render(core, (2 * CREDIT_WINDOW_SAMPLES) / QUANTUM);
    expect(out).toEqual(counting(0, 2 * CREDIT_WINDOW_SAMPLES));
  });

  it('goes on in the middle with a fade', () => {
    const core = new PlayerCore(RATE);
    core.receive({ ...BEGIN, startSample: 5000 });
    core.receive({ type: 'pcm', generation: 1, startSample: 5000, pcm: new Float32Array(2000).fill(0.8) });
    expect(largestStep(render(core, 10))).toBeLessThan(0.01);
    expect(core.takeStatus()).toMatchObject({ playedSamples: 5000 + 10 * QUANTUM });
  });

  it('allocates nothing while it plays', () => {
    const core = new PlayerCore(RATE);
    core.receive(BEGIN);
    const block = new Float32Array(QUANTUM);
    const play = (chunks: number): void => {
      for (let chunk = 0; chunk < chunks; chunk++) core.process(block);
    };
    for (let sent = 0; sent < 10 * CREDIT_WINDOW_SAMPLES; sent += CREDIT_WINDOW_SAMPLES) {
      give(core, sent, CREDIT_WINDOW_SAMPLES);
    }
    // Compiled before it is measured.
    play(2000);
    const grownBytes = Array.from({ length: 5 }, () => {
      const before = process.memoryUsage().heapUsed;
      play(1000);
      return process.memoryUsage().heapUsed - before;
    });
    // Less than an object a block; what else goes on in this process may grow the heap in some of the rounds.
    expect(Math.min(...grownBytes.map((bytes) => Math.abs(bytes)))).toBeLessThan(16 * 1024);
    expect(core.playedSamples).toBe(7000 * QUANTUM);
  });
});
