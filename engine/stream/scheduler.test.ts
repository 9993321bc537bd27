import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeManifest } from './fakes.js';
import { planWindowsMs } from './later-windows.js';
import { carefulSpeed, largestWindowMs, type Schedule, type ScheduleOptions } from './schedule.js';
import { candidates, planStart } from './scheduler.js';
import { safeStart, simulate, type Emission } from './simulation.js';
import { costMs, estimateSpeed, LinearFit, SpeedMeter, Spread, type SpeedEstimate } from './speed.js';

const speedArbitrary: fc.Arbitrary<SpeedEstimate> = fc.record({
  frontEndMs: fc.double({ min: 0, max: 40, noNaN: true }),
  acoustic: fc.record({
    overheadMs: fc.double({ min: 0, max: 50, noNaN: true }),
    rate: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
  }),
  decoder: fc.record({
    overheadMs: fc.double({ min: 0, max: 50, noNaN: true }),
    rate: fc.double({ min: 0.001, max: 1.5, noNaN: true }),
  }),
  margin: fc.double({ min: 1.1, max: 1.5, noNaN: true }),
});

function optionsFor(speed: SpeedEstimate, totalDurationMs = 40_000): ScheduleOptions {
  const fade = { overlapRatio: 0.15, maxFadeMs: null };
  const segments = { maxSegmentDurationMs: 5000, stretch: 1, totalDurationMs };
  return { speed, ...segments, ...fade, contextMs: 175, isWhole: false };
}

/** Kokoro on one thread of a desktop machine. */
const KOKORO: SpeedEstimate = {
  frontEndMs: 5,
  acoustic: { overheadMs: 15, rate: 0.09 },
  decoder: { overheadMs: 8, rate: 0.7 },
  margin: 1.1,
};
const kokoro = (totalDurationMs: number): ScheduleOptions => ({
  ...optionsFor(KOKORO, totalDurationMs),
  contextMs: 100,
  maxFadeMs: 10,
});

function scaled(speed: SpeedEstimate, factor: number): SpeedEstimate {
  const scale = ({ overheadMs, rate }: SpeedEstimate['acoustic']): SpeedEstimate['acoustic'] => ({
    overheadMs: overheadMs * factor,
    rate: rate * factor,
  });
  return {
    frontEndMs: speed.frontEndMs * factor,
    acoustic: scale(speed.acoustic),
    decoder: scale(speed.decoder),
    margin: speed.margin,
  };
}

/** As a speech does it: the windows of later segments are laid for what is ahead of the listener by then. */
function speakLive(schedule: Schedule, options: ScheduleOptions, machine: SpeedEstimate): Emission[] {
  const emissions: Emission[] = [];
  let atMs = 0;
  let doneMs = 0;
  let playingSinceMs: number | undefined;
  while (doneMs < options.totalDurationMs) {
    const isFirst = doneMs === 0;
    const bound = isFirst ? schedule.firstSegmentDurationMs : options.maxSegmentDurationMs;
    const segmentMs = Math.min(bound, options.totalDurationMs - doneMs);
    const decodingAtMs = atMs + machine.frontEndMs + costMs(machine.acoustic, segmentMs);
    const aheadMs = playingSinceMs === undefined ? 0 : Math.max(0, doneMs - (decodingAtMs - playingSinceMs));
    const firstWindowsMs = isFirst
      ? schedule.firstWindowsMs
      : planWindowsMs(segmentMs, aheadMs, { ...options, ...schedule });
    const part = { ...schedule, firstSegmentDurationMs: segmentMs, firstWindowsMs };
    for (const one of simulate(part, { ...options, speed: machine, totalDurationMs: segmentMs })) {
      const emission = { atMs: atMs + one.atMs, emittedMs: doneMs + one.emittedMs };
      emissions.push(emission);
      if (emission.emittedMs >= schedule.prebufferMs) playingSinceMs ??= emission.atMs;
    }
    atMs = emissions.at(-1)?.atMs ?? atMs;
    doneMs += segmentMs;
  }
  return emissions;
}

/** A player of its own: starts when it holds enough, plays in real time. @returns how long it was without audio */
function silenceWhilePlaying(emissions: ReturnType<typeof simulate>, prebufferMs: number): number {
  const total = emissions.at(-1)?.emittedMs ?? 0;
  const startAt = emissions.find(({ emittedMs }) => emittedMs >= Math.min(prebufferMs, total))?.atMs ?? 0;
  let silenceMs = 0;
  let previousEmitted = 0;
  for (const { atMs, emittedMs } of emissions) {
    const playedOutAt = startAt + previousEmitted + silenceMs;
    if (atMs > startAt) silenceMs += Math.max(0, atMs - playedOutAt);
    previousEmitted = emittedMs;
  }
  return silenceMs;
}

describe('the scheduler', () => {
  it('never starves on a machine that is within the margin of what was measured', () => {
    fc.assert(
      fc.property(speedArbitrary, fc.double({ min: 0.3, max: 1, noNaN: true }), (speed, share) => {
        const options = optionsFor(speed);
        const schedule = planStart(options);
        // What would have to be held for longer than anybody waits is left to the player.
        fc.pre(schedule.prebufferMs < 30_000);
        const machine = optionsFor(scaled(carefulSpeed(speed), share));
        expect(silenceWhilePlaying(simulate(schedule, machine), schedule.prebufferMs)).toBeLessThan(1e-3);
      }),
    );
  });

  it('does not starve either where windows follow what is ahead of the listener', () => {
    fc.assert(
      fc.property(speedArbitrary, fc.double({ min: 0.3, max: 1, noNaN: true }), (speed, share) => {
        const options = optionsFor(speed);
        const schedule = planStart(options);
        fc.pre(schedule.prebufferMs < 30_000);
        const emissions = speakLive(schedule, options, scaled(carefulSpeed(speed), share));
        expect(silenceWhilePlaying(emissions, schedule.prebufferMs)).toBeLessThan(1e-3);
      }),
    );
  });

  it('is as soon as any candidate, but for what nobody notices', () => {
    fc.assert(
      fc.property(speedArbitrary, fc.integer({ min: 500, max: 60_000 }), (speed, totalDurationMs) => {
        const options = optionsFor(speed, totalDurationMs);
        const careful = { ...options, speed: carefulSpeed(speed) };
        const chosen = safeStart(simulate(planStart(options), careful));
        const { firstSegmentsMs, firstWindows, laterWindows } = candidates(options);
        for (const firstSegmentDurationMs of firstSegmentsMs)
          for (const firstWindowsMs of firstWindows)
            for (const laterWindowsMs of laterWindows) {
              const cut = { firstSegmentDurationMs, firstWindowsMs, laterWindowsMs };
              const other = safeStart(simulate(cut, careful));
              expect(chosen.startMs).toBeLessThanOrEqual(other.startMs * 1.15 + 60 + 1e-6);
            }
      }),
      { numRuns: 20 },
    );
  });

  it('has the first samples of an eight-word sentence of a large model long before it is decoded', () => {
    const schedule = planStart(kokoro(4100));
    const whole = costMs(KOKORO.acoustic, 4100) + costMs(KOKORO.decoder, 4100);
    const emissions = simulate(schedule, kokoro(4100));
    expect(emissions[0]?.atMs).toBeLessThan(whole / 5);
    expect(safeStart(emissions).startMs).toBeLessThan(whole / 2);
    expect(schedule.realTimeFactor).toBeGreaterThan(0.8);
    expect(schedule.realTimeFactor).toBeLessThan(0.9);
  });

  it.each([
    ['near real time', 1, 1.1],
    ['with time to spare', 0.5, 1.06],
  ])('costs a few per cent more than decoding whole segments, %s', (_, share, most) => {
    const options = { ...kokoro(60_000), speed: scaled(KOKORO, share) };
    const schedule = planStart(options);
    const wholes = { ...schedule, firstWindowsMs: [Infinity], laterWindowsMs: [Infinity] };
    const spentMs = speakLive(schedule, options, options.speed).at(-1)?.atMs ?? 0;
    expect(spentMs).toBeLessThan((simulate(wholes, options).at(-1)?.atMs ?? 0) * most);
  });

  it('decodes in one where windows are not wanted', () => {
    const schedule = planStart({ ...kokoro(10_000), isWhole: true });
    expect([schedule.firstWindowsMs, schedule.laterWindowsMs]).toEqual([[Infinity], [Infinity]]);
    const emissions = simulate(schedule, kokoro(10_000));
    expect(emissions).toHaveLength(1 + Math.ceil((10_000 - schedule.firstSegmentDurationMs) / 5000));
  });

  it('cuts a short first segment where all the work comes before the first window', () => {
    const single = {
      frontEndMs: 5,
      acoustic: { overheadMs: 5, rate: 0.3 },
      decoder: { overheadMs: 0.1, rate: 0 },
      margin: 1.1,
    };
    const schedule = planStart({ ...optionsFor(single), contextMs: 0, maxFadeMs: 0 });
    expect(schedule.firstSegmentDurationMs).toBeLessThanOrEqual(1800);
    expect(schedule.prebufferMs).toBe(0);
  });

  it('starts within a tenth of a second on a fast machine, with nothing held back, whatever the length', () => {
    const fast = {
      frontEndMs: 4,
      acoustic: { overheadMs: 3, rate: 0.01 },
      decoder: { overheadMs: 2, rate: 0.02 },
      margin: 1.1,
    };
    for (const totalDurationMs of [3000, 16_000, 26_000, 7_200_000]) {
      const options = optionsFor(fast, totalDurationMs);
      const schedule = planStart(options);
      expect(schedule.prebufferMs).toBe(0);
      expect(safeStart(simulate(schedule, options)).startMs).toBeLessThan(100);
    }
  });

  it('holds audio back on a machine slower than real time', () => {
    const slow = {
      frontEndMs: 10,
      acoustic: { overheadMs: 20, rate: 0.2 },
      decoder: { overheadMs: 20, rate: 1 },
      margin: 1.1,
    };
    const { prebufferMs, realTimeFactor } = planStart(optionsFor(slow, 20_000));
    expect(prebufferMs).toBeGreaterThan(3000);
    expect(realTimeFactor).toBeGreaterThan(1.2);
    // Just enough: all of it would be 20 s.
    expect(prebufferMs).toBeLessThan(12_000);
  });

  it('foresees that a slow voice, or one at half its pace, has more to compute', () => {
    const slow = { ...optionsFor(scaled(KOKORO, 2), 20_000), totalDurationMs: 40_000 };
    const [usual, stretched] = [planStart(slow), planStart({ ...slow, stretch: 2, totalDurationMs: 80_000 })];
    expect(stretched.prebufferMs).toBeGreaterThan(usual.prebufferMs * 1.3);
  });

  it('keeps a first segment that was chosen before', () => {
    fc.assert(
      fc.property(speedArbitrary, fc.integer({ min: 500, max: 5000 }), (speed, fixedFirstSegmentMs) => {
        const schedule = planStart({ ...optionsFor(speed), fixedFirstSegmentMs });
        expect(schedule.firstSegmentDurationMs).toBe(fixedFirstSegmentMs);
      }),
    );
  });

  it('takes large windows when there is audio ahead, and what was foreseen when there is none', () => {
    const options = { ...kokoro(60_000), laterWindowsMs: [400, 800] };
    expect(planWindowsMs(4000, 6000, options)).toHaveLength(2);
    expect(planWindowsMs(4000, 0, options).slice(0, 2)).toEqual([400, 800]);
  });

  it('lays windows that cover the segment, and reach at least as far as the foreseen ones', () => {
    const length = fc.double({ min: 20, max: 12_000, noNaN: true });
    fc.assert(
      fc.property(speedArbitrary, length, length, (speed, segmentMs, bufferedMs) => {
        const laterWindowsMs = [400, 800, 1200];
        const options = { ...kokoro(60_000), speed, laterWindowsMs };
        const windows = planWindowsMs(segmentMs, bufferedMs, options);
        expect(windows.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(segmentMs, 6);
        let atMs = 0;
        for (const [index, ms] of windows.entries()) {
          atMs += ms;
          const foreseenEndMs = Math.min([400, 1200][index] ?? 1200 * index, segmentMs);
          expect(atMs).toBeGreaterThanOrEqual(foreseenEndMs - 1e-6);
        }
      }),
    );
  });

  it('bounds windows by how long a cancel may take', () => {
    fc.assert(
      fc.property(speedArbitrary, (speed) => {
        const ms = largestWindowMs(speed, 100);
        expect(ms).toBeGreaterThanOrEqual(1200);
        expect(ms).toBeLessThanOrEqual(5000);
        if (ms > 1200) expect(costMs(speed.decoder, ms + 200)).toBeLessThanOrEqual(1800.001);
      }),
    );
  });
});

describe('Spread', () => {
  const marginOf = (shares: readonly number[]): number => {
    const spread = new Spread();
    for (const share of shares) spread.add(100, 100 * share);
    return spread.margin();
  };

  it('is careful before it knows anything, and less so the evener runs are', () => {
    expect(marginOf([1, 1])).toBe(1.5);
    expect(marginOf(new Array<number>(20).fill(1.01))).toBe(1.1);
    const wild = marginOf([1, 1.2, 0.8, 1.2, 0.8, 1.2, 0.8, 1.2, 0.8]);
    expect(wild).toBeGreaterThan(1.25);
    expect(wild).toBeLessThan(1.5);
    expect(marginOf([1, 3, 0.2, 3, 0.2, 3, 0.2])).toBe(1.5);
  });
});

describe('estimateSpeed', () => {
  it('takes a large model for a slow one before anything was measured', () => {
    const rateOf = (manifest: typeof fakeManifest, precision: string): number => {
      const { acoustic, decoder } = estimateSpeed(manifest, precision);
      return acoustic.rate + decoder.rate;
    };
    expect(rateOf(fakeManifest, 'fp32')).toBeCloseTo(0.05, 6);
    const { acoustic } = fakeManifest.graphs;
    const file = { ...acoustic.fp32, bytes: 163e6, file: 'a', sha256: '' };
    const large = { ...fakeManifest, graphs: { acoustic: { fp16: file }, decoder: { fp16: file } } };
    expect(rateOf(large, 'fp16')).toBeCloseTo(1.63, 6);
    const apart = { ...file, bytes: 1e6, weights: { ...file, bytes: 162e6, file: 'b' } };
    const same = { ...fakeManifest, graphs: { acoustic: { fp16: apart }, decoder: { fp16: apart } } };
    expect(rateOf(same, 'fp16')).toBeCloseTo(1.63, 6);
  });
});

describe('LinearFit', () => {
  it('finds the overhead and the rate of exact measurements', () => {
    const fit = new LinearFit();
    for (const audioMs of [200, 400, 800, 1200, 700, 300]) fit.add(audioMs, 5 + 0.02 * audioMs);
    expect(fit.cost()?.rate).toBeCloseTo(0.02, 6);
    expect(fit.cost()?.overheadMs).toBeCloseTo(5, 3);
  });

  it('never gives a negative part, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: 1, max: 5000, noNaN: true }),
            fc.double({ min: 0, max: 5000, noNaN: true }),
          ),
          {
            minLength: 1,
          },
        ),
        (pairs) => {
          const fit = new LinearFit();
          for (const [audioMs, workMs] of pairs) fit.add(audioMs, workMs);
          const cost = fit.cost();
          expect(cost?.rate).toBeGreaterThanOrEqual(0);
          expect(cost?.overheadMs).toBeGreaterThanOrEqual(-1e-6);
        },
      ),
    );
  });

  it('learns how much longer a voice speaks than was estimated', () => {
    const meter = new SpeedMeter(estimateSpeed(fakeManifest, 'fp32'));
    expect(meter.stretch).toBe(1);
    for (let segment = 0; segment < 40; segment++) meter.spoke(1000, 1500 + (segment % 2 ? 100 : -100));
    expect(meter.stretch).toBeGreaterThan(1.4);
    expect(meter.stretch).toBeLessThan(1.6);
  });

  it('follows a machine that became slower', () => {
    const meter = new SpeedMeter(estimateSpeed(fakeManifest, 'fp32'));
    for (let run = 0; run < 10; run++) meter.acoustic(1000 + run, 10);
    for (let run = 0; run < 40; run++) meter.acoustic(1000 + run, 50);
    const { rate, overheadMs } = meter.estimate().acoustic;
    expect(rate * 1000 + overheadMs).toBeGreaterThan(45);
  });
});
