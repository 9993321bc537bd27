import { appendFile, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePcm } from '../../export/pcm.js';
import { systemClock } from '../../shared/clock.js';
import { planSchema } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import { createTurns } from '../turns.js';
import { createFakeSpeech, fakeSamples, type FakeSpeech } from './testing/fakes.js';
import { recordingFiles, type RecordingFiles } from './recording-files.js';
import { recordingExtent } from './recording-writer.js';
import { renderChapter } from './render-chapter.js';
import { RenderingSpeed } from './speed.js';

const TEXT = 'The first one. A second sentence. And a third. The fourth is the longest of them all. End.';
const PCM = Buffer.from(encodePcm(fakeSamples(TEXT), 's16'));

let folder = '';
let files: RecordingFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-recording-'));
  files = recordingFiles(folder, 0);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function render(speech: FakeSpeech, text = TEXT) {
  const turns = createTurns();
  const context = { speech, turns, clock: systemClock, speed: new RenderingSpeed() };
  let restarts = 0;
  const extent = await renderChapter(
    {
      files,
      text,
      manner: { plan: planSchema.parse({}) },
      onExtent: () => undefined,
      onRestart: () => restarts++,
    },
    context,
    new AbortController().signal,
  );
  return { extent, restarts };
}

/** Speech whose engine goes away for good at the n-th item. */
function dyingSpeech(itemCount: number): FakeSpeech {
  const speech = createFakeSpeech();
  let count = 0;
  speech.before = () => {
    if (count++ >= itemCount) throw new SottoError({ code: 'engine-failed', message: 'gone' });
  };
  return speech;
}

const forget = () => Promise.all([rm(files.pcm, { force: true }), rm(files.index, { force: true })]);

describe('a recording', () => {
  it('is the speech, sample by sample, and knows what was skipped', async () => {
    const { extent } = await render(createFakeSpeech());
    expect((await readFile(files.pcm)).equals(PCM)).toBe(true);
    expect(extent).toMatchObject({
      isEnded: true,
      segmentCount: 5,
      endOffset: TEXT.length,
      skipped: { whitespace: 4 },
    });
    expect(await recordingExtent(files)).toEqual(extent);
  });

  it('is not made again once it is whole', async () => {
    await render(createFakeSpeech());
    const speech = createFakeSpeech();
    await render(speech);
    expect(speech.asked).toEqual([]);
  });

  it('is the same after any number of deaths, torn files and lost ends', async () => {
    await render(createFakeSpeech());
    const undisturbedIndex = await readFile(files.index, 'utf8');
    const death = fc.record({
      itemCount: fc.nat({ max: 22 }),
      /** What a kill in the middle of a write leaves: more samples than the index knows, half a line. */
      extraPcm: fc.uint8Array({ maxLength: 500 }),
      extraIndex: fc.constantFrom('', '{"kind":"seg', '{"kind":"end"', 'x\n', '{}\n'),
      /** What a loss of power may take away. */
      lostPcmBytes: fc.nat({ max: 3000 }),
      lostIndexBytes: fc.nat({ max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 4 }), async (deaths) => {
        await forget();
        for (const { itemCount, extraPcm, extraIndex, lostPcmBytes, lostIndexBytes } of deaths) {
          await render(dyingSpeech(itemCount)).catch((thrown: unknown) => {
            if (!(thrown instanceof SottoError)) throw thrown;
          });
          await shorten(files.pcm, lostPcmBytes);
          await shorten(files.index, lostIndexBytes);
          await appendFile(files.pcm, extraPcm);
          await appendFile(files.index, extraIndex);
        }
        await render(createFakeSpeech());
        expect((await readFile(files.pcm)).equals(PCM)).toBe(true);
        expect(await readFile(files.index, 'utf8')).toBe(undisturbedIndex);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on after the last whole segment', async () => {
    // The plan, then four items a segment: it dies in the third one.
    await expect(render(dyingSpeech(11))).rejects.toMatchObject({ code: 'engine-failed' });
    const speech = createFakeSpeech();
    await render(speech);
    expect(speech.asked).toEqual([{ text: TEXT, fromSegment: 2 }]);
  });

  it('is made anew where what comes does not go on with it', async () => {
    await expect(render(dyingSpeech(11))).rejects.toThrow('gone');
    const other = TEXT.replace('The first one.', 'First one, which is longer now.');
    const { restarts } = await render(createFakeSpeech(), other);
    expect(restarts).toBe(1);
    expect((await readFile(files.pcm)).equals(Buffer.from(encodePcm(fakeSamples(other), 's16')))).toBe(true);
  });
});

it('is no chapter when the speech ends before the text does; what there is stays', async () => {
  const full = createFakeSpeech();
  const short: FakeSpeech = {
    ...full,
    // Two segments of the text, then an end as if that were all.
    speak: (request, signal) => full.speak({ ...request, text: TEXT.slice(0, 40) }, signal),
  };
  await expect(render(short)).rejects.toMatchObject({ code: 'inference-failed' });
  await render(createFakeSpeech());
  expect((await readFile(files.pcm)).equals(PCM)).toBe(true);
});

async function shorten(path: string, byteCount: number): Promise<void> {
  const { length } = await readFile(path);
  await truncate(path, Math.max(0, length - byteCount));
}
