import type { AcousticInput } from '../acoustic/synthesiser.js';
import { chooseVoice } from '../packs/load-pack.js';
import type { Clock } from '../shared/clock.js';
import type { SelfTestCheck } from '../shared/contract.js';
import { toErrorShape } from '../shared/errors.js';
import { combineControls } from '../stream/controls.js';
import { tokenize } from '../text/tokens.js';
import type { FrontEnd } from '../text/types.js';
import type { PackModel } from './model.js';

/** Windows may differ from the whole by float noise; anything above is heard as a click sooner or later. */
const LARGEST_WINDOW_DIFFERENCE = 1e-4;

const LINE = 'Sotto is speaking, from your own machine. Is everything in order?';

/** A line of the default voice that needs no dictionary: symbols straight from the pack's own table. */
export async function testInput(model: PackModel): Promise<AcousticInput> {
  const { manifest } = model.pack;
  const { voice, style } = chooseVoice(manifest);
  const symbols = Object.values(manifest.alphabet.symbols[voice.language]);
  const { pad } = manifest.alphabet;
  const tokens = [pad, ...symbols.slice(0, 60), pad];
  return {
    ...combineControls(style.controls, {}),
    tokens,
    pauseFrames: tokens.map(() => -1),
    statistics: null,
    isExact: false,
    style: await model.styleRow(style.row),
  };
}

/** Checks the way from text to audio on this machine. A check that throws has failed, with its reason. */
export async function runSelfTest(
  model: PackModel,
  frontEnd: () => Promise<FrontEnd>,
  clock: Clock,
): Promise<SelfTestCheck[]> {
  const checks: SelfTestCheck[] = [];
  const check = async (
    name: string,
    test: () => Promise<{ isOk: boolean; detail: string }>,
  ): Promise<void> => {
    const startMs = clock.nowMs();
    const result = await test().catch((error: unknown) => ({
      isOk: false,
      detail: toErrorShape(error).message,
    }));
    checks.push({ name, ...result, durationMs: clock.nowMs() - startMs });
  };

  await check('text', async () => {
    let at = 0;
    let unknown = 0;
    const { alphabet, limits } = model.pack.manifest;
    for await (const segment of (await frontEnd()).segments(LINE)) {
      if (segment.source.start === at) at = segment.source.end;
      unknown += tokenize(segment, alphabet, limits.maxTokens).unknownSymbols.length;
    }
    const isOk = at === LINE.length && unknown === 0;
    return {
      isOk,
      detail: `${at} of ${LINE.length} characters read, ${unknown} sounds unknown to the voice`,
    };
  });

  await check('model', async () => {
    await model.synthesiser();
    return { isOk: true, detail: `files verified and loaded (${model.precision})` };
  });

  await check('sound', async () => {
    const synthesiser = await model.synthesiser();
    const prepared = await synthesiser.prepare(await testInput(model));
    const samples = await prepared.decode(0, prepared.frameCount);
    const isFinite = samples.every(Number.isFinite);
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    const levelDb = 20 * Math.log10(Math.max(level, 1e-9));
    const seconds = samples.length / synthesiser.sampleRateHz;
    const isOk = isFinite && levelDb > -60 && levelDb < 0;
    return {
      isOk,
      detail: `${seconds.toFixed(1)} s at ${levelDb.toFixed(1)} dB${isFinite ? '' : ', not finite'}`,
    };
  });

  await check('windows', async () => {
    const synthesiser = await model.synthesiser();
    const prepared = await synthesiser.prepare(await testInput(model));
    const whole = await prepared.decode(0, prepared.frameCount);
    let largest = 0;
    for (let from = 0; from < prepared.frameCount; from += 32) {
      const part = await prepared.decode(from, Math.min(from + 32, prepared.frameCount));
      part.forEach((sample, index) => {
        const difference = Math.abs(sample - (whole[from * synthesiser.hopSamples + index] ?? 0));
        largest = Math.max(largest, difference);
      });
    }
    const { isExact } = synthesiser.windowing;
    const detail = `windows differ from the whole by at most ${largest.toExponential(1)}`;
    return { isOk: !isExact || largest <= LARGEST_WINDOW_DIFFERENCE, detail };
  });
  return checks;
}
