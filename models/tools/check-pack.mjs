// Runs a pack's graphs in onnxruntime-node and checks what the format promises:
//   node models/tools/check-pack.mjs [pack folder] [folder with *.fp32.onnx to compare with]
// Frames add up, windows with context equal the full decode, float16 storage changes little; prints the speed.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';

// As in engine/acoustic/onnxruntime.ts: it reads this with the first session.
process.env.ORT_DISABLE_TELEMETRY = '1';

const pack = process.argv[2] ?? fileURLToPath(new URL('../starter', import.meta.url));
const reference = process.argv[3];
const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8'));
const { channels, contextFrames } = manifest.features;
const hop = manifest.hopSamples;
const failures = [];

function expect(what, value, limit) {
  const holds = value <= limit;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}: ${value.toExponential(2)} (at most ${limit})`);
  if (!holds) failures.push(what);
}

async function open(path) {
  return ort.InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    enableMemPattern: false,
  });
}

function floats(values, dims) {
  return new ort.Tensor('float32', Float32Array.from(values), dims);
}

async function decode(session, features, first, last) {
  const part = features.slice(first * channels, last * channels);
  const tensor = new ort.Tensor('float32', part, [1, last - first, channels]);
  return (await session.run({ features: tensor })).waveform.data;
}

function worstDifference(a, b, offset = 0) {
  let worst = 0;
  for (let i = 0; i < b.length; i++) worst = Math.max(worst, Math.abs(a[offset + i] - b[i]));
  return worst;
}

const precision = manifest.defaultPrecision;
const files = { acoustic: manifest.graphs.acoustic[precision], decoder: manifest.graphs.decoder[precision] };
for (const entry of [...Object.values(files), manifest.styles]) {
  const bytes = await readFile(join(pack, entry.file));
  const same =
    createHash('sha256').update(bytes).digest('hex') === entry.sha256 && bytes.length === entry.bytes;
  expect(`${entry.file}: size and SHA-256`, same ? 0 : 1, 0);
}

const acoustic = await open(join(pack, files.acoustic.file));
const decoder = await open(join(pack, files.decoder.file));
const styleBytes = await readFile(join(pack, manifest.styles.file));
const width = manifest.styles.width;
const styles = new Float32Array(styleBytes.buffer, styleBytes.byteOffset, manifest.styles.rows * width);

const { symbols, pad } = manifest.alphabet;
const words = ['h', 'ə', 'l', 'ˈ', 'O', ',', ' ', 'h', 'ˈ', 'W', ' ', 'ˈ', 'ɑ', 'ɹ', ' ', 'j', 'ˈ', 'u', ' '];
const sentence = [
  ...words,
  't',
  'ə',
  'd',
  'ˈ',
  'A',
  '?',
  ' ',
  'I',
  ' ',
  'ˈ',
  'æ',
  'm',
  ' ',
  'f',
  'ˈ',
  'I',
  'n',
  '.',
];
const ids = [pad, ...sentence.map((symbol) => symbols.en[symbol] ?? symbols.any[symbol]), pad];

function inputs(voice, controls) {
  const tokens = new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
  const row = voice.styles.neutral.row;
  return {
    tokens,
    style: floats(styles.subarray(row * width, (row + 1) * width), [1, width]),
    length_scale: floats([controls.lengthScale], [1]),
    pitch: floats([controls.pitchSemitones], [1]),
    f0_range: floats([controls.f0Range], [1]),
    energy: floats([controls.energyDb], [1]),
    noise_scale: floats([controls.noiseScale], [1]),
    pause_frames: floats(new Array(ids.length).fill(-1), [1, ids.length]),
  };
}

const voice = manifest.voices.find(({ id }) => id === manifest.defaults.voice);
const feeds = inputs(voice, voice.styles.neutral.controls);
const result = await acoustic.run(feeds);
const frameCount = result.features.dims[1];
const durationSum = Number(result.durations.data.reduce((sum, frames) => sum + frames, 0n));
expect('frames against the sum of durations', Math.abs(durationSum - frameCount), 0);

const features = result.features.data;
const whole = await decode(decoder, features, 0, frameCount);
expect('samples against frames × hop', Math.abs(whole.length - frameCount * hop), 0);
for (const size of [8, 32, 100]) {
  let worst = 0;
  for (let start = 0; start < frameCount; start += size) {
    const end = Math.min(start + size, frameCount);
    const first = Math.max(0, start - contextFrames);
    const window = await decode(decoder, features, first, Math.min(frameCount, end + contextFrames));
    const inner = window.slice((start - first) * hop, (end - first) * hop);
    worst = Math.max(worst, worstDifference(whole, inner, start * hop));
  }
  expect(`windows of ${size} frames against the whole`, worst, 1e-5);
}

const slow = await acoustic.run(inputs(voice, { ...voice.styles.neutral.controls, lengthScale: 2 }));
expect('length_scale 2 against twice the frames', Math.abs(slow.features.dims[1] - 2 * frameCount), 2);
const high = await acoustic.run(inputs(voice, { ...voice.styles.neutral.controls, pitchSemitones: 3 }));
const ratio = high.f0.data[frameCount >> 1] / result.f0.data[frameCount >> 1];
expect('pitch +3 against the ratio of three semitones', Math.abs(ratio - 2 ** 0.25), 1e-3);

if (reference) {
  const full = await open(join(reference, 'decoder.fp32.onnx'));
  expect(
    'float16 storage, decoder',
    worstDifference(await decode(full, features, 0, frameCount), whole),
    5e-3,
  );
  const fullAcoustic = await (await open(join(reference, 'acoustic.fp32.onnx'))).run(feeds);
  const sameLength = fullAcoustic.features.dims[1] === frameCount;
  if (sameLength)
    expect('float16 storage, F0 in Hz', worstDifference(fullAcoustic.f0.data, result.f0.data), 1);
  else console.log('     float16 storage moves a frame boundary; features not compared');
}

const seconds = (frameCount * hop) / manifest.sampleRateHz;
for (const [name, run] of [
  ['acoustic', () => acoustic.run(feeds)],
  ['decoder', () => decode(decoder, features, 0, frameCount)],
]) {
  const started = performance.now();
  for (let i = 0; i < 5; i++) await run();
  const factor = (performance.now() - started) / 5 / 1000 / seconds;
  console.log(`     ${name}: real-time factor ${factor.toFixed(4)} on one thread`);
}
if (failures.length > 0) process.exitCode = 1;
