/**
 * The held-out sentences as the engine speaks them, for `npm run eval:voice`: every sentence in every voice of its
 * language and every style, through the app's own front end and pipeline stages.
 *
 *   node scripts/run-ts.mjs models/tools/render-heldout.ts PACK_DIR EVAL_DIR
 *
 * Reads EVAL_DIR/sentences.jsonl, lines {"n", "language", "text"}. Writes EVAL_DIR/VOICE/STYLE/N.wav and N.json:
 * {"text", "tokens", "durationsFrames", "f0Hz", "windowError"}, where `windowError` is the largest difference between the
 * windowed audio and one decode of the whole sentence.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openModel } from '../../engine/acoustic/open-model.js';
import type { Synthesiser } from '../../engine/acoustic/synthesiser.js';
import { AudioSink } from '../../engine/export/audio-sink.js';
import { openTarget } from '../../engine/export/open-target.js';
import { loadPack } from '../../engine/packs/load-pack.js';
import type { PackManifest, VoiceStyle } from '../../engine/packs/manifest.js';
import { systemClock } from '../../engine/shared/clock.js';
import { combineControls, pauseFrames } from '../../engine/stream/controls.js';
import { renderSegment } from '../../engine/stream/render.js';
import { estimateSpeed, SpeedMeter } from '../../engine/stream/speed.js';
import { openStandardFrontEnd } from '../../engine/text/standard-front-end.js';
import { installationPaths } from '../../engine/host/paths.js';
import { tokenize } from '../../engine/text/tokens.js';
import type { Segment } from '../../engine/text/types.js';

interface Sentence {
  readonly n: number;
  readonly language: 'en' | 'zh';
  readonly text: string;
}

interface Rendered {
  readonly tokens: readonly number[];
  readonly durationsFrames: readonly number[];
  readonly f0Hz: readonly number[];
  readonly pcm: Float32Array;
  readonly windowError: number;
}

/** Small and uneven on purpose: many joins. */
const WINDOWS_MS = [200, 400, 350];
/** One segment a sentence, as the teachers speak them. */
const WHOLE_SENTENCE_MS = 20_000;

const [packDir, evalDir] = process.argv.slice(2);
if (packDir === undefined || evalDir === undefined) {
  process.stderr.write('usage: render-heldout.ts PACK_DIR EVAL_DIR\n');
  process.exit(2);
}

const pack = await loadPack(packDir);
const { manifest } = pack;
const synthesiser = await openModel(pack, {
  provider: 'cpu',
  threads: 1,
  precision: manifest.defaultPrecision,
});
const styles = await pack.readTable(manifest.styles);
const { dictionaryFile } = installationPaths(import.meta.url);
const frontEnd = await openStandardFrontEnd(() => readFile(dictionaryFile), process);

const lines = (await readFile(join(evalDir, 'sentences.jsonl'), 'utf8')).trim().split('\n');
for (const { n, language, text } of lines.map((line) => JSON.parse(line) as Sentence)) {
  const segments: Segment[] = [];
  for await (const segment of frontEnd.segments(text, { maxSegmentDurationMs: WHOLE_SENTENCE_MS }))
    segments.push(segment);
  for (const voice of manifest.voices.filter((one) => one.language === language))
    for (const [name, style] of Object.entries(voice.styles)) {
      const parts: Rendered[] = [];
      for (const segment of segments) parts.push(await render(synthesiser, manifest, segment, style));
      const folder = join(evalDir, voice.id, name);
      await mkdir(folder, { recursive: true });
      const sink = new AudioSink(
        await openTarget(join(folder, `${n}.wav`)),
        'wav-f32',
        manifest.sampleRateHz,
      );
      for (const { pcm } of parts) await sink.write(pcm);
      await sink.finish();
      const measured = {
        text,
        tokens: parts.flatMap((part) => part.tokens),
        durationsFrames: parts.flatMap((part) => part.durationsFrames),
        f0Hz: parts.flatMap((part) => part.f0Hz),
        windowError: Math.max(...parts.map((part) => part.windowError)),
      };
      await writeFile(join(folder, `${n}.json`), JSON.stringify(measured));
    }
}
await synthesiser.release();

async function render(
  model: Synthesiser,
  { alphabet, limits, styles: { width } }: PackManifest,
  segment: Segment,
  style: VoiceStyle,
): Promise<Rendered> {
  const { ids, unitOfToken } = tokenize(segment, alphabet, limits.maxTokens);
  const frameMs = (model.hopSamples * 1000) / model.sampleRateHz;
  const prepared = await model.prepare({
    ...combineControls(style.controls, {}),
    tokens: ids,
    style: styles.subarray(style.row * width, (style.row + 1) * width),
    pauseFrames: pauseFrames(segment.units, unitOfToken, undefined, frameMs),
    statistics: null,
    isExact: false,
  });
  const decode = async (windowsMs: readonly number[]): Promise<Float32Array> => {
    const options = { gainDb: style.gainDb, windowsMs, overlapRatio: 0.15 };
    const signal = new AbortController().signal;
    const pcm = new Float32Array(prepared.frameCount * model.hopSamples);
    let at = 0;
    const meter = new SpeedMeter(estimateSpeed(manifest, manifest.defaultPrecision));
    const blocks = renderSegment(model, prepared, options, meter, systemClock, signal);
    for await (const block of blocks) {
      pcm.set(block, at);
      at += block.length;
    }
    return pcm;
  };
  const pcm = await decode(WINDOWS_MS);
  const whole = await decode([prepared.frameCount * frameMs]);
  const windowError = pcm.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (whole[index] ?? 0))),
    0,
  );
  return {
    tokens: [...ids],
    durationsFrames: [...prepared.durationsFrames],
    f0Hz: [...prepared.f0Hz],
    pcm,
    windowError,
  };
}
