import { expect, it } from 'vitest';
import { figuresOf, type Measured } from './comparison.js';

function measured(
  program: Measured['program'],
  firstAudioMs: number,
  changes: Partial<Measured> = {},
): Measured {
  return {
    program,
    text: '8-words',
    threads: 1,
    firstAudioMs,
    firstAudioCpuMs: firstAudioMs,
    totalMs: 4000,
    totalCpuMs: 4000,
    audioMs: 4000,
    peakBytes: 1000,
    ...changes,
  };
}

it('compares the medians with the better of the peers', () => {
  const figures = figuresOf(
    [
      ...[700, 900, 800].map((ms) => measured('sotto', ms, { peakBytes: 650, totalMs: 3600 })),
      measured('kokoro-js', 5000),
      measured('sherpa-onnx', 4000, { totalMs: 5000 }),
    ],
    '8-words',
    1,
  );
  const value = (name: string): number | undefined =>
    figures.find((figure) => figure.name === `8-words, 1 thread: ${name}, part of the better peer's`)?.value;
  expect(value('first audio')).toBe(0.2);
  expect(value('time a second of audio')).toBe(0.9);
  expect(value('peak memory')).toBe(0.65);
});
