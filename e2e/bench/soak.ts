/**
 * `npm run soak [-- MINUTES]`: narrates a long text on the web host, in real time, and checks every sample that the
 * worklet put out against the recording on the disk. Exit code 1 when one is lost, doubled or different, when playback
 * ran dry, or when memory grew by more than five per cent after the first minutes.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { longText } from '../../bench/text.js';
import { ensureBrowser, NO_BROWSER } from '../../scripts/browser.mjs';
import { openCapturing, takeHeard, type HeardBlock } from '../audio/heard.js';
import { callHost, stateOf } from '../host-calls.js';
import { startWebHost } from '../hosts/web-host.js';
import { MemoryLog } from './memory-log.js';
import { addNarration } from './narrated.js';

const MINUTES = Number(process.argv[2] ?? 30);
/** The starter voice reads about 180 words a minute; some more, so that the text outlasts the soak. */
const WORDS = Math.ceil(MINUTES * 200) + 200;
const TAKE_EVERY_MS = 5_000;
/** Memory is compared with what it was after this long: until then caches fill and code is compiled. */
const SETTLED_AFTER_MS = Math.min(5, MINUTES / 3) * 60_000;
/** Recordings are 16-bit: half a step of rounding, and a little for the way to floats. */
const LARGEST_DIFFERENCE = 1 / 32_768;

/** The recordings of an item, chapter by chapter, as they lie on the disk. */
async function recordings(homeDir: string): Promise<Float32Array[]> {
  const files = (await readdir(homeDir, { recursive: true })).filter((name) => name.endsWith('.pcm')).sort();
  return Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(join(homeDir, file));
      const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
      return Float32Array.from(samples, (sample) => sample / 32_768);
    }),
  );
}

/** Follows the heard blocks through the chapters, which are played as one utterance each, in order. */
class Verifier {
  readonly #generations: number[] = [];
  readonly #nextSamples = new Map<number, number>();
  heardSamples = 0;
  lostSamples = 0;
  doubledSamples = 0;
  differentSamples = 0;

  check(blocks: readonly HeardBlock[], chapters: readonly Float32Array[]): void {
    for (const { generation, startSample, pcm } of blocks) {
      if (!this.#generations.includes(generation)) this.#generations.push(generation);
      const recording = chapters[this.#generations.indexOf(generation)];
      const expected = this.#nextSamples.get(generation) ?? 0;
      this.lostSamples += Math.max(0, startSample - expected);
      this.doubledSamples += Math.max(0, expected - startSample);
      // After the last sample of a chapter a block is filled up with silence.
      const left = Math.max(0, (recording?.length ?? 0) - startSample);
      const sounding = pcm.subarray(0, left);
      sounding.forEach((sample, index) => {
        if (Math.abs(sample - (recording?.[startSample + index] ?? Infinity)) > LARGEST_DIFFERENCE)
          this.differentSamples++;
      });
      this.heardSamples += sounding.length;
      this.#nextSamples.set(generation, startSample + sounding.length);
    }
  }
}

const browserPath = ensureBrowser();
if (browserPath === undefined) throw new Error(NO_BROWSER);
const homeDir = await mkdtemp(join(tmpdir(), 'sotto-soak-'));
const host = await startWebHost({ homeDir, browserPath, context: {} });
let isOk = false;
try {
  const { page } = host;
  await callHost(page, 'settingsChange', { patch: { isFirstRunDone: true } });
  await openCapturing(page);
  const id = await addNarration(page, 'soak.txt', longText(WORDS, 5));
  await page.evaluate(() => (location.hash = '#narrate'));
  await page.getByRole('heading', { name: 'Narrate' }).waitFor();
  await callHost(page, 'narrationPlay', { id });

  const memory = await MemoryLog.open(page, host.processId);
  const verifier = new Verifier();
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  let settledBytes: number | undefined;
  while (elapsedMs() < MINUTES * 60_000) {
    await pause(TAKE_EVERY_MS);
    verifier.check(await takeHeard(page), await recordings(homeDir));
    if (settledBytes === undefined && elapsedMs() >= SETTLED_AFTER_MS)
      settledBytes = await memory.totalBytes();
    const { status } = await stateOf(page, 'speechState');
    if (status !== 'speaking') break;
  }
  const endBytes = await memory.totalBytes();
  const { underrunCount, status } = await stateOf(page, 'speechState');
  const growth = endBytes / (settledBytes ?? endBytes) - 1;
  isOk =
    status === 'speaking' &&
    underrunCount + verifier.lostSamples + verifier.doubledSamples + verifier.differentSamples === 0 &&
    growth <= 0.05;
  console.log(
    JSON.stringify(
      {
        minutes: elapsedMs() / 60_000,
        heardMinutes: verifier.heardSamples / 24_000 / 60,
        status,
        underruns: underrunCount,
        lostSamples: verifier.lostSamples,
        doubledSamples: verifier.doubledSamples,
        differentSamples: verifier.differentSamples,
        memorySettledMb: (settledBytes ?? endBytes) / 1e6,
        memoryEndMb: endBytes / 1e6,
        memoryGrowth: growth,
        memory: memory.parts,
        isOk,
      },
      null,
      2,
    ),
  );
} finally {
  await host.close();
  await rm(homeDir, { recursive: true, force: true });
}
process.exit(isOk ? 0 : 1);
