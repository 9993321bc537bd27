import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  planStart,
  planWindowsMs,
  safeStart,
  simulate,
  LARGEST_WINDOW_MS,
  type ScheduleOptions,
} from './scheduler.js';
import { LinearFit, SpeedMeter, type SpeedEstimate } from './speed.js';

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
});

function optionsFor(speed: SpeedEstimate, totalDurationMs = 40_000): ScheduleOptions {
  return { speed, maxSegmentDurationMs: 5000, overlapRatio: 0.15, contextMs: 175, totalDurationMs };
}

function scaled(speed: SpeedEstimate, factor: number): SpeedEstimate {
  const scale = ({ overheadMs, rate }: SpeedEstimate['acoustic']): SpeedEstimate['acoustic'] => ({
    overheadMs: overheadMs * factor,
    rate: rate * factor,
  });
  return {
    frontEndMs: speed.frontEndMs * factor,
    acoustic: scale(speed.acoustic),
    decoder: scale(speed.decoder),
  };
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
  it('never starves on a machine that is up to half as slow again as measured', () => {
    fc.assert(
      fc.property(speedArbitrary, fc.double({ min: 0.3, max: 1.5, noNaN: true }), (speed, factor) => {
        const schedule = planStart(optionsFor(speed));
        // What would have to be held for longer than anybody waits is left to the player.
        fc.pre(schedule.prebufferMs < 30_000);
        const actual = simulate(
          schedule.firstSegmentDurationMs,
          schedule.windowsMs,
          optionsFor(scaled(speed, factor)),
        );
        expect(silenceWhilePlaying(actual, schedule.prebufferMs)).toBeLessThan(1e-6);
      }),
    );
  });

  it('is about as soon as any other plan would be', () => {
    fc.assert(
      fc.property(
        speedArbitrary,
        fc.integer({ min: 1000, max: 2500 }),
        fc.constantFrom([200, 400, 800, 1200], [400, 800, 1200], [800, 1200]),
        (speed, firstSegmentMs, windowsMs) => {
          const options = optionsFor(speed);
          const careful = { ...options, speed: scaled(speed, 1.5) };
          const schedule = planStart(options);
          const chosen = safeStart(simulate(schedule.firstSegmentDurationMs, schedule.windowsMs, careful));
          const other = safeStart(simulate(Math.max(1200, firstSegmentMs), windowsMs, careful));
          // The rest is the step between two candidates of first segments, whose audio differs by a whole segment.
          expect(chosen.startMs).toBeLessThanOrEqual(other.startMs * 1.25 + 60 + 400);
        },
      ),
    );
  });

  it('starts within a tenth of a second on a fast machine, with nothing held back, whatever the length', () => {
    const fast = {
      frontEndMs: 4,
      acoustic: { overheadMs: 3, rate: 0.01 },
      decoder: { overheadMs: 2, rate: 0.02 },
    };
    for (const totalDurationMs of [3000, 16_000, 26_000, 7_200_000]) {
      const options = optionsFor(fast, totalDurationMs);
      const { prebufferMs, firstSegmentDurationMs, windowsMs } = planStart(options);
      expect(prebufferMs).toBe(0);
      expect(safeStart(simulate(firstSegmentDurationMs, windowsMs, options)).startMs).toBeLessThan(100);
    }
  });

  it('holds audio back on a machine slower than real time', () => {
    const slow = {
      frontEndMs: 10,
      acoustic: { overheadMs: 20, rate: 0.2 },
      decoder: { overheadMs: 20, rate: 1 },
    };
    expect(planStart(optionsFor(slow, 20_000)).prebufferMs).toBeGreaterThan(3000);
  });

  it('keeps a first segment that was chosen before', () => {
    fc.assert(
      fc.property(speedArbitrary, fc.integer({ min: 500, max: 5000 }), (speed, fixedFirstSegmentMs) => {
        const schedule = planStart({ ...optionsFor(speed), fixedFirstSegmentMs });
        expect(schedule.firstSegmentDurationMs).toBe(fixedFirstSegmentMs);
      }),
    );
  });

  it('takes large windows when there is audio ahead, small ones when there is none', () => {
    const speed = new SpeedMeter().estimate();
    expect(planWindowsMs(speed, 5000, 175, 4000)[0]).toBe(LARGEST_WINDOW_MS);
    expect(planWindowsMs(speed, 5000, 175, 0)[0]).toBe(200);
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

  it('follows a machine that became slower', () => {
    const meter = new SpeedMeter();
    for (let run = 0; run < 10; run++) meter.acoustic(1000 + run, 10);
    for (let run = 0; run < 40; run++) meter.acoustic(1000 + run, 50);
    const { rate, overheadMs } = meter.estimate().acoustic;
    expect(rate * 1000 + overheadMs).toBeGreaterThan(45);
  });
});
