import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordingFindingSchema } from '../../shared/contract.js';
import { joinSamples } from '../../shared/join-samples.js';
import { largestDifference } from '../testing/array-record.js';
import { voiceLike, whiteNoise } from '../testing/voice-like.js';
import { prepareRecording } from './prepare-recording.js';
import { recordingRefusal } from './refusal.js';
import { withoutSilentEnds } from './sounding.js';

const silence = (durationS: number, sampleRateHz: number): Float32Array =>
  new Float32Array(Math.round(durationS * sampleRateHz));

function sine(hz: number, durationS: number): Float32Array {
  return Float32Array.from(
    { length: 24_000 * durationS },
    (_, at) => 0.3 * Math.sin((2 * Math.PI * hz * at) / 24_000),
  );
}

const codes = (samples: Float32Array, sampleRateHz = 24_000): string[] =>
  prepareRecording({ samples, sampleRateHz }).report.findings.map(({ code }) => code);

describe('prepareRecording', () => {
  it('only trims what is right already', () => {
    const samples = voiceLike(5, 24_000);
    const prepared = prepareRecording({ samples, sampleRateHz: 24_000 });
    expect(prepared.report).toMatchObject({ isOk: true, findings: [] });
    expect(prepared.report.levelDbfs).toBeGreaterThan(-25);
    expect(largestDifference(prepared.samples, withoutSilentEnds(samples))).toBeLessThan(0.005);
    expect(prepared.report.durationMs).toBe(prepared.samples.length / 24);
  });

  it.each([8000, 22_050, 44_100, 48_000])('gives the same voice from %d Hz', (sampleRateHz) => {
    const padded = joinSamples([
      silence(1, sampleRateHz),
      voiceLike(6, sampleRateHz),
      silence(2, sampleRateHz),
    ]);
    const { samples, report } = prepareRecording({ samples: padded, sampleRateHz });
    expect(report).toMatchObject({ isOk: true, findings: [] });
    expect(Math.abs(report.durationMs - 6000)).toBeLessThan(150);
    expect(samples).toHaveLength((report.durationMs * 24_000) / 1000);
  });

  it('takes a constant offset away', () => {
    const samples = voiceLike(4, 24_000);
    const shifted = samples.map((sample) => sample + 0.25);
    const [plain, centred] = [samples, shifted].map((given) =>
      prepareRecording({ samples: given, sampleRateHz: 24_000 }),
    );
    expect(largestDifference(centred?.samples ?? [], plain?.samples ?? [])).toBeLessThan(1e-6);
  });

  it('uses the half minute in which most is said', () => {
    const samples = joinSamples([
      voiceLike(2, 48_000),
      silence(30, 48_000),
      voiceLike(35, 48_000),
      silence(20, 48_000),
    ]);
    const { report } = prepareRecording({ samples, sampleRateHz: 48_000 });
    expect(report.isOk).toBe(true);
    expect(report.durationMs).toBeGreaterThan(29_000);
    const [shortened] = report.findings;
    if (shortened?.code !== 'shortened') expect.fail('nothing was said of it');
    expect(shortened.values).toMatchObject({ durationMs: 87_000, usedMs: 30_000 });
    expect(shortened.values.fromMs).toBeGreaterThanOrEqual(31_900);
    expect(shortened.values.fromMs).toBeLessThanOrEqual(37_100);
  });

  it.each([
    ['is too short', voiceLike(2.5, 24_000), 'too-short'],
    [
      'is too short without its silence',
      joinSamples([voiceLike(2, 24_000), silence(5, 24_000)]),
      'too-short',
    ],
    ['is empty', new Float32Array(), 'too-short'],
    ['lasts for minutes', voiceLike(310, 8000), 'too-long'],
    ['is silent', silence(10, 24_000), 'silent'],
    ['is nothing but the noise of a microphone', whiteNoise(96_000).map((sample) => 1e-4 * sample), 'silent'],
    ['is drowned in noise', voiceLike(5, 24_000, { level: 0.003 }), 'too-quiet'],
    [
      'is badly overdriven',
      voiceLike(5, 24_000, { level: 5 }).map((x) => Math.max(-1, Math.min(1, x))),
      'badly-clipped',
    ],
    ['is no audio', voiceLike(5, 24_000).fill(NaN, 5, 9), 'broken-samples'],
  ])('refuses what %s, and says what to do', (name, samples, code) => {
    const sampleRateHz = name === 'lasts for minutes' ? 8000 : 24_000;
    const { report } = prepareRecording({ samples, sampleRateHz });
    expect(report.isOk).toBe(false);
    expect(report.findings.map((found) => found.code)).toContain(code);
    for (const found of report.findings) expect(recordingFindingSchema.safeParse(found).success).toBe(true);
    const refusal = recordingRefusal(report);
    expect(refusal).toMatchObject({ code: 'recording-refused', details: { finding: code } });
    expect(refusal?.message).toMatch(/recording/);
    expect(refusal?.next).toMatch(/record|WAV|cut out/);
  });

  it.each([
    ['noise', whiteNoise(120_000).map((sample) => 0.2 * sample), 'not-speech'],
    ['rumble', whiteNoise(120_000).map(accumulated()), 'not-speech'],
    ['a tone', sine(440, 5), 'not-speech'],
    ['a hum', sine(100, 5), 'not-speech'],
    [
      'peaks that were cut off',
      voiceLike(5, 24_000, { level: 1.4 }).map((x) => Math.max(-1, Math.min(1, x))),
      'clipped',
    ],
    ['a quiet voice', voiceLike(5, 24_000, { level: 0.02 }), 'quiet'],
  ])('warns of %s', (_, samples, code) => {
    const { report } = prepareRecording({ samples, sampleRateHz: 24_000 });
    expect(report.findings).toMatchObject([{ code, level: 'warning' }]);
    expect(report.isOk).toBe(true);
    expect(recordingRefusal(report)).toBeUndefined();
  });

  it('raises a quiet voice to a usual level', () => {
    const samples = voiceLike(5, 24_000, { level: 0.02 });
    const prepared = prepareRecording({ samples, sampleRateHz: 24_000 });
    const power = prepared.samples.reduce((sum, sample) => sum + sample ** 2, 0) / prepared.samples.length;
    expect(10 * Math.log10(power)).toBeCloseTo(-26, 1);
    expect(prepared.report.levelDbfs).toBeLessThan(-40);
  });

  it('does not take a full level for overdrive', () => {
    const voice = voiceLike(5, 24_000);
    const peak = voice.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(codes(voice.map((sample) => sample / peak))).toEqual([]);
  });

  it('never throws, and gives finite samples, whatever is recorded', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8000, 16_000, 22_050),
        fc.float32Array({ maxLength: 300 }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        (sampleRateHz, odd, level) => {
          const samples = joinSamples([voiceLike(3.2, sampleRateHz, { level }), odd]);
          const { samples: prepared, report } = prepareRecording({ samples, sampleRateHz });
          expect(prepared.every(Number.isFinite)).toBe(true);
          expect(report.isOk).toBe(recordingRefusal(report) === undefined);
          for (const found of report.findings)
            expect(recordingFindingSchema.safeParse(found).success).toBe(true);
        },
      ),
      { seed: 8, numRuns: 15 },
    );
  });
});

/** Sums up noise, which leaves what lies low. */
function accumulated(): (sample: number) => number {
  let sum = 0;
  return (sample) => {
    sum = 0.999 * sum + 0.02 * sample;
    return sum;
  };
}
