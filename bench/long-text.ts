/**
 * `npm run bench:long [-- WORDS]`: speaks a long text to a file by the command line and checks the file: nothing left
 * out, as long as its segments to the sample, no steps where segments join, loudness and true peak as they should be.
 * Needs ffmpeg. Exit code 1 when a check fails.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths } from './harness.js';
import { longText } from './text.js';

const WORDS = Number(process.argv[2] ?? 20_000);
const WAV_HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
/** The signal's own movement is looked for this far on either side of a join (100 ms). */
const NEIGHBOURHOOD_SAMPLES = 2400;
const MAX_STEP_RATIO = 1.2;
/** One step of 16-bit audio: below it there is nothing to measure. */
const LEAST_STEP = 1;

interface Timings {
  readonly sampleCount: number;
  readonly coverage: { readonly ratio: number };
  readonly segments: readonly { readonly startSamples: number; readonly sampleCount: number }[];
}

let failures = 0;
function report(name: string, detail: string, isOk: boolean): void {
  if (!isOk) failures++;
  console.log(`${isOk ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)}  ${detail}`);
}

const folder = await mkdtemp(join(tmpdir(), 'sotto-long-'));
try {
  const [textFile, wavFile, timingsFile] = ['text.txt', 'speech.wav', 'timings.json'].map((name) =>
    join(folder, name),
  );
  if (!textFile || !wavFile || !timingsFile) throw new Error('no file names');
  await writeFile(textFile, longText(WORDS));
  const startMs = performance.now();
  const program = join(paths.root, 'bin', 'sotto.mjs');
  const options = ['--file', textFile, '--out', wavFile, '--timings', timingsFile, '--no-cache'];
  const { status } = spawnSync(process.execPath, [program, 'speak', ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`the command line ended with exit code ${status}`);
  const tookSeconds = (performance.now() - startMs) / 1000;

  const timings = JSON.parse(await readFile(timingsFile, 'utf8')) as Timings;
  report(
    'coverage',
    `${(timings.coverage.ratio * 100).toFixed(3)} % of the characters`,
    timings.coverage.ratio === 1,
  );
  const file = await open(wavFile);
  try {
    await checkDuration(file, timings, tookSeconds);
    await checkJoins(file, timings);
  } finally {
    await file.close();
  }
  checkLoudness(wavFile);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

async function checkDuration(file: FileHandle, timings: Timings, tookSeconds: number): Promise<void> {
  const fileSamples = ((await file.stat()).size - WAV_HEADER_BYTES) / BYTES_PER_SAMPLE;
  let at = 0;
  let gaps = 0;
  for (const segment of timings.segments) {
    if (segment.startSamples !== at) gaps++;
    at += segment.sampleCount;
  }
  const minutes = fileSamples / 24_000 / 60;
  const detail = `${fileSamples} samples in the file, ${at} in ${timings.segments.length} segments (${minutes.toFixed(1)} min, made in ${tookSeconds.toFixed(0)} s)`;
  report('duration', detail, fileSamples === at && gaps === 0);
}

/** Compares the step at each join with the largest step of the signal close to it. */
async function checkJoins(file: FileHandle, timings: Timings): Promise<void> {
  let worst = 0;
  let joins = 0;
  for (const { startSamples, sampleCount } of timings.segments) {
    if (startSamples === 0 || sampleCount === 0) continue;
    joins++;
    const from = Math.max(0, startSamples - NEIGHBOURHOOD_SAMPLES);
    const samples = await readSamples(file, from, startSamples + NEIGHBOURHOOD_SAMPLES);
    const stepAt = (index: number): number => Math.abs((samples[index] ?? 0) - (samples[index - 1] ?? 0));
    let own = LEAST_STEP;
    for (let index = 1; index < samples.length; index++)
      if (from + index !== startSamples) own = Math.max(own, stepAt(index));
    worst = Math.max(worst, stepAt(startSamples - from) / own);
  }
  const detail = `largest step at ${joins} joins: ${worst.toFixed(2)} of the signal's own`;
  report('joins', detail, worst <= MAX_STEP_RATIO);
}

async function readSamples(file: FileHandle, from: number, to: number): Promise<Int16Array> {
  const bytes = Buffer.alloc((to - from) * BYTES_PER_SAMPLE);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, WAV_HEADER_BYTES + from * BYTES_PER_SAMPLE);
  return Int16Array.from({ length: Math.floor(bytesRead / BYTES_PER_SAMPLE) }, (_, index) =>
    bytes.readInt16LE(index * BYTES_PER_SAMPLE),
  );
}

function checkLoudness(wavFile: string): void {
  const filter = [
    '-hide_banner',
    '-nostats',
    '-i',
    wavFile,
    '-filter_complex',
    'ebur128=peak=true',
    '-f',
    'null',
    '-',
  ];
  const { stderr, error } = spawnSync('ffmpeg', filter, { encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024 });
  if (error) throw new Error(`ffmpeg is needed to measure loudness: ${error.message}`);
  // The filter prints a line every 100 ms, and a summary at the end.
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const loudness = Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]);
  const peak = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]);
  report('loudness', `${loudness} LUFS integrated`, Math.abs(loudness + 16) <= 1);
  report('true peak', `${peak} dBTP`, peak <= -1);
}
