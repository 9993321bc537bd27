import { describe, expect, it } from 'vitest';
import { CreditGate } from '../shared/credit.js';
import type { Unit } from '../text/types.js';
import { combineControls, pauseFrames } from './controls.js';
import { OutputBuffer } from './output-buffer.js';
import { wordTimings } from './word-timings.js';

const word = (text: string, start: number): Unit => ({
  kind: 'word',
  text,
  language: 'en',
  source: { start, end: start + text.length },
  phonemes: ['a'],
});
const comma: Unit = { kind: 'punct', symbol: ',', source: { start: 3, end: 4 } };

describe('wordTimings', () => {
  it('times words by their tokens; pads, spaces and marks belong to none', () => {
    const units = [word('one', 0), comma, word('two', 5)];
    const unitOfToken = [-1, 0, 0, 1, -1, 2, -1];
    const durations = Int32Array.of(2, 3, 4, 10, 1, 5, 2);
    expect(wordTimings(units, unitOfToken, durations, 12.5)).toEqual([
      { text: 'one', source: { start: 0, end: 3 }, startMs: 25, endMs: 112.5 },
      { text: 'two', source: { start: 5, end: 8 }, startMs: 250, endMs: 312.5 },
    ]);
  });

  it('leaves a word out of which no sound is known', () => {
    expect(wordTimings([word('one', 0)], [-1, -1], Int32Array.of(1, 1), 12.5)).toEqual([]);
  });
});

describe('controls', () => {
  const style = { lengthScale: 1.1, pitchSemitones: 1, f0Range: 0.8, energyDb: -2, noiseScale: 0.3 };

  it('build on the style', () => {
    expect(combineControls(style, {})).toEqual(style);
    const asked = { lengthScale: 2, pitchSemitones: -3, f0Range: 0.5, energyDb: 1, noiseScale: 0 };
    expect(combineControls(style, asked)).toEqual({
      lengthScale: 2.2,
      pitchSemitones: -2,
      f0Range: 0.4,
      energyDb: -1,
      noiseScale: 0,
    });
  });

  it('set pauses at the marks that were named', () => {
    const units = [word('one', 0), comma, word('two', 5)];
    expect(pauseFrames(units, [-1, 0, 1, -1, 2, -1], { ',': 100 }, 12.5)).toEqual([-1, -1, 8, -1, -1, -1]);
    expect(pauseFrames(units, [-1, 0, 1], undefined, 12.5)).toEqual([-1, -1, -1]);
    expect(pauseFrames(units, [1], { '.': 100 }, 12.5)).toEqual([-1]);
  });
});

describe('OutputBuffer', () => {
  const signal = new AbortController().signal;

  it('keeps marks between the samples where they were set', async () => {
    const buffer = new OutputBuffer<string>(100, 4);
    const gate = new CreditGate(1000);
    buffer.mark('start');
    await buffer.write(Float32Array.of(1, 2, 3, 4, 5), signal);
    buffer.mark('middle');
    await buffer.write(Float32Array.of(6), signal);
    buffer.end();
    const seen: unknown[] = [];
    for (let next = await buffer.read(gate, signal); next; next = await buffer.read(gate, signal))
      seen.push(next.kind === 'mark' ? next.mark : [...next.pcm]);
    expect(seen).toEqual(['start', [1, 2, 3, 4], [5], 'middle', [6]]);
  });

  it('makes the writer wait while it is full', async () => {
    const buffer = new OutputBuffer<string>(4, 4);
    const gate = new CreditGate(1000);
    let isWritten = false;
    const writing = buffer.write(new Float32Array(6), signal).then(() => (isWritten = true));
    await Promise.resolve();
    expect(isWritten).toBe(false);
    await buffer.read(gate, signal);
    await writing;
    expect(isWritten).toBe(true);
  });

  it('gives an error to the reader after what came before it', async () => {
    const buffer = new OutputBuffer<string>(4, 4);
    await buffer.write(Float32Array.of(1), signal);
    buffer.end(new Error('broken'));
    const gate = new CreditGate(1000);
    expect(await buffer.read(gate, signal)).toMatchObject({ kind: 'samples' });
    await expect(buffer.read(gate, signal)).rejects.toThrow('broken');
  });

  it('lets marks pass without credit, and samples not', async () => {
    const buffer = new OutputBuffer<string>(4, 4);
    const gate = new CreditGate(0);
    buffer.mark('free');
    await buffer.write(Float32Array.of(1, 2), signal);
    expect(await buffer.read(gate, signal)).toEqual({ kind: 'mark', mark: 'free' });
    const reading = buffer.read(gate, signal);
    // A mark set meanwhile must not be overtaken by the samples behind it.
    buffer.mark('later');
    await buffer.write(Float32Array.of(3), signal);
    gate.grant(10);
    expect(await reading).toEqual({ kind: 'samples', pcm: Float32Array.of(1, 2) });
    expect(await buffer.read(gate, signal)).toEqual({ kind: 'mark', mark: 'later' });
  });

  it('stops both ends when aborted', async () => {
    const controller = new AbortController();
    const buffer = new OutputBuffer<string>(2, 2);
    const reading = buffer.read(new CreditGate(10), controller.signal);
    controller.abort(new Error('stop'));
    await expect(reading).rejects.toThrow('stop');
    await expect(buffer.write(new Float32Array(5), controller.signal)).rejects.toThrow('stop');
  });
});
