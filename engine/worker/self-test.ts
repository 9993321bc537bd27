import type { AcousticInput, PreparedSegment } from '../acoustic/synthesiser.js';
import { styleSha256 } from '../cache/style-cache.js';
import { chooseVoice } from '../packs/load-pack.js';
import { windowingOf } from '../packs/windowing.js';
import type { Clock } from '../shared/clock.js';
import type { SelfTestCheck } from '../shared/contract.js';
import { toErrorShape } from '../shared/errors.js';
import { combineControls } from '../stream/controls.js';
import type { Loan } from '../stream/speaking-pack.js';
import { styleRowFor } from '../stream/style-row.js';
import { tokenize } from '../text/tokens.js';
import type { FrontEnd } from '../text/types.js';
import type { PackModel } from './pack-model.js';

/** Windows may differ from the whole by float noise; anything above is heard as a click sooner or later. */
const LARGEST_WINDOW_DIFFERENCE = 1e-4;

/** Where windows only resemble the whole, what is nearer than this is hard to hear; calibrated voices reach 35 and more. */
const LEAST_WINDOW_SNR_DB = 15;

const WINDOW_FRAMES = 64;

const LINE = 'Sotto is speaking, from your own machine. Is everything in order?';
const LINE_TOKENS = 60;

/** A line of the default voice that needs no dictionary: letters straight from the pack's own table. */
export async function testInput(model: PackModel): Promise<AcousticInput> {
  const { manifest } = model;
  const { voice, style } = chooseVoice(manifest);
  const { symbols, pad, before = [pad], after = [pad] } = manifest.alphabet;
  const letters = Object.entries({ ...symbols.any, ...symbols[voice.language] })
    .filter(([symbol]) => /\p{L}/u.test(symbol))
    .map(([, id]) => id);
  const room = manifest.limits.maxTokens - before.length - after.length;
  const content = letters.slice(0, Math.min(LINE_TOKENS, room));
  const tokens = [...before, ...content, ...after];
  const length = { tokenCount: content.length, characterCount: content.length };
  const values = await model.styleRow(styleRowFor(manifest, style, length));
  const statistics = await model.statistics?.of({
    voiceIndex: manifest.voices.indexOf(voice),
    language: voice.language,
    vector: { values, sha256: styleSha256(values) },
  });
  return {
    ...combineControls(style.controls, {}),
    tokens,
    pauseFrames: tokens.map(() => -1),
    statistics: (await statistics?.values()) ?? null,
    isExact: false,
    style: values,
  };
}

/** Checks the way from text to audio on this machine. A check that throws has failed, with its reason. */
export async function runSelfTest(
  model: PackModel,
  frontEnd: () => Promise<FrontEnd>,
  clock: Clock,
): Promise<SelfTestCheck[]> {
  const checks: SelfTestCheck[] = [];
  const check = async (name: string, test: () => Promise<Verdict>): Promise<void> => {
    const startMs = clock.nowMs();
    const result = await test().catch((error: unknown) => ({
      isOk: false,
      detail: toErrorShape(error).message,
    }));
    checks.push({ name, ...result, durationMs: clock.nowMs() - startMs });
  };
  await check('text', () => checkText(model, frontEnd));
  let loan: Loan | undefined;
  await check('model', async () => {
    // Held through all that follows: a model that is loaded for a trial would go between two checks.
    loan = await model.borrow();
    return { isOk: true, detail: `files verified and loaded (${model.precision})` };
  });
  try {
    await check('sound', () => checkSound(model));
    await check('windows', () => checkWindows(model));
  } finally {
    loan?.giveBack();
  }
  return checks;
}

interface Verdict {
  readonly isOk: boolean;
  readonly detail: string;
}

async function checkText(model: PackModel, frontEnd: () => Promise<FrontEnd>): Promise<Verdict> {
  let at = 0;
  let unknown = 0;
  const { alphabet } = model.manifest;
  for await (const segment of (await frontEnd()).segments(LINE)) {
    if (segment.source.start === at) at = segment.source.end;
    unknown += tokenize(segment, alphabet, Infinity).unknownSymbols.length;
  }
  return {
    isOk: at === LINE.length && unknown === 0,
    detail: `${at} of ${LINE.length} characters read, ${unknown} sounds unknown to the voice`,
  };
}

async function checkSound(model: PackModel): Promise<Verdict> {
  const samples = await model.with(async (synthesiser) =>
    decodeWhole(await synthesiser.prepare(await testInput(model))),
  );
  const isFinite = samples.every(Number.isFinite);
  const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  const levelDb = 20 * Math.log10(Math.max(level, 1e-9));
  const seconds = samples.length / model.manifest.sampleRateHz;
  return {
    isOk: isFinite && levelDb > -60 && levelDb < 0,
    detail: `${seconds.toFixed(1)} s at ${levelDb.toFixed(1)} dB${isFinite ? '' : ', not finite'}`,
  };
}

async function checkWindows(model: PackModel): Promise<Verdict> {
  const input = await testInput(model);
  const [whole, joined] = await model.with(async (synthesiser) => {
    const prepared = await synthesiser.prepare(input);
    const exact = await synthesiser.decodeWhole?.(input);
    return [exact ?? (await decodeWhole(prepared)), await decodeWindows(prepared)];
  });
  if (windowingOf(model.manifest).isExact) {
    const largest = joined.reduce(
      (most, sample, index) => Math.max(most, Math.abs(sample - (whole[index] ?? 0))),
      0,
    );
    return {
      isOk: largest <= LARGEST_WINDOW_DIFFERENCE,
      detail: `windows differ from the whole by at most ${largest.toExponential(1)}`,
    };
  }
  const snrDb = signalToNoiseDb(whole, joined);
  return {
    isOk: snrDb >= LEAST_WINDOW_SNR_DB,
    detail: `windows differ from the exact decode by noise that is ${snrDb.toFixed(1)} dB softer`,
  };
}

function decodeWhole(prepared: PreparedSegment): Promise<Float32Array> {
  return prepared.decode(0, prepared.frameCount);
}

async function decodeWindows(prepared: PreparedSegment): Promise<number[]> {
  const { frameCount } = prepared;
  const samples: number[] = [];
  for (let from = 0; from < frameCount; from += WINDOW_FRAMES) {
    const decoded = await prepared.decode(from, Math.min(from + WINDOW_FRAMES, frameCount));
    for (const sample of decoded) samples.push(sample);
  }
  return samples;
}

function signalToNoiseDb(signal: Float32Array, other: readonly number[]): number {
  let level = 0;
  let difference = 0;
  for (const [index, sample] of signal.entries()) {
    level += sample ** 2;
    difference += (sample - (other[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10(level / Math.max(difference, 1e-20));
}
