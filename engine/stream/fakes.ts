import { createHash } from 'node:crypto';
import type { PreparedSegment, Synthesiser } from '../acoustic/synthesiser.js';
import { StyleCache } from '../cache/style-cache.js';
import { packManifestSchema, type PackManifest, type PackOf } from '../packs/manifest.js';
import { windowingOf } from '../packs/windowing.js';
import type { Clock } from '../shared/clock.js';
import type { PhraseKeeping, PhraseKey, PhraseStore, RenderedSegment } from '../shared/rendered.js';
import type { FrontEnd, Segment, Unit } from '../text/types.js';
import type { PipelineParts } from './pipeline.js';
import type { SpeakingPack, SpeakingPacks } from './speaking-pack.js';
import { estimateSpeed, SpeedMeter } from './speed.js';

/** Stand-ins for the stages, for tests: no model, no dictionary, no waiting. */

const HOP_SAMPLES = 300;
const SHA = '0'.repeat(64);

function splitManifest(manifest: object): PackOf<'split'> {
  const parsed: PackManifest = packManifestSchema.parse(manifest);
  if (parsed.family !== 'split') throw new Error('the fake pack is of the split family');
  return parsed;
}

export const fakeManifest = splitManifest({
  schema: 1,
  id: 'fake',
  version: '1.0.0',
  name: 'Fake voice',
  licence: 'GPL-3.0-or-later',
  source: 'tests',
  family: 'split',
  sampleRateHz: 24_000,
  hopSamples: HOP_SAMPLES,
  languages: ['en'],
  alphabet: {
    id: 'letters',
    pad: 0,
    symbols: {
      any: { ' ': 1, ',': 2, '.': 3, '!': 4, '?': 5 },
      en: Object.fromEntries(
        Array.from('abcdefghijklmnopqrstuvwxyz').map((letter, index) => [letter, 10 + index]),
      ),
    },
  },
  graphs: {
    // As large as the starter voice's: schedules begin with what the size says of the speed.
    acoustic: { fp32: { file: 'acoustic.onnx', bytes: 8_000_000, sha256: SHA } },
    decoder: { fp32: { file: 'decoder.onnx', bytes: 12_000_000, sha256: SHA } },
  },
  defaultPrecision: 'fp32',
  features: { channels: 1, contextFrames: 4, exact: true },
  styles: { file: 'styles.bin', bytes: 8 * 4, sha256: SHA, rows: 2, width: 4 },
  voices: [
    {
      id: 'en_fake',
      name: 'Fake',
      language: 'en',
      styles: { neutral: { row: 0, gainDb: 0 }, loud: { row: 1, gainDb: 20 } },
    },
  ],
  defaults: { voice: 'en_fake', style: 'neutral' },
  limits: { maxTokens: 64 },
});

/** The same voice as a staged pack that can draw styles, with a row of its table for each of twenty lengths. */
export const fakeStagedManifest: PackManifest = packManifestSchema.parse({
  ...fakeManifest,
  family: 'staged',
  graphs: Object.fromEntries(
    ['acoustic', 'trunk', 'generator', 'generatorExact', 'textFeatures', 'denoiser'].map((name) => [
      name,
      { fp32: { file: `${name}.onnx`, bytes: 5_000_000, sha256: SHA } },
    ]),
  ),
  styles: { ...fakeManifest.styles, bytes: 20 * 4 * 4, rows: 20 },
  voices: [
    {
      id: 'en_fake',
      name: 'Fake',
      language: 'en',
      styles: { neutral: { row: 0, rowCount: 20, gainDb: 0 } },
    },
  ],
  staged: {
    framesPerDuration: 2,
    harPerFrame: 60,
    harExtra: 1,
    contextFrames: 4,
    fadeFrames: 1,
    inputs: [{ name: 'm1', shape: [1, 4] }],
    table: { file: 'statistics.bin', bytes: 2 * 4 * 4, sha256: SHA, rows: 2, width: 4 },
  },
  diffusion: {},
});

/** Letters as phonemes, a segment a sentence; a blank line ends a paragraph. */
export const fakeFrontEnd: FrontEnd = {
  async *segments(text) {
    let index = 0;
    for (const match of text.matchAll(/[^.!?]*[.!?]*\s*/g)) {
      if (match[0] === '') continue;
      await Promise.resolve();
      yield fakeSegment(match[0], match.index, index++);
    }
  },
};

function fakeSegment(sentence: string, start: number, index: number): Segment {
  const units: Unit[] = [...sentence.matchAll(/[a-z]+|[.!?,]/gi)].map((match) => {
    const source = { start: start + match.index, end: start + match.index + match[0].length };
    const isPunct = match[0] === '.' || match[0] === '!' || match[0] === '?' || match[0] === ',';
    if (isPunct) return { kind: 'punct', symbol: match[0] as '.' | '!' | '?' | ',', source };
    return {
      kind: 'word',
      text: match[0],
      language: 'en',
      source,
      phonemes: Array.from(match[0].toLowerCase()),
    };
  });
  const source = { start, end: start + sentence.length };
  return {
    index,
    source,
    language: 'en',
    units,
    spans: [
      units.length > 0
        ? { source, kind: 'spoken', text: sentence }
        : { source, kind: 'skipped', reason: 'whitespace' },
    ],
    break: /\n\s*\n/.test(sentence) ? 'paragraph' : 'sentence',
    estimatedDurationMs: sentence.length * 65,
  };
}

export interface FakeSynthesiser extends Synthesiser {
  /** Frames of every decode, in order. */
  readonly decoded: { fromFrame: number; toFrame: number }[];
  prepareCount: number;
}

/**
 * A "model" whose audio is a pure function of its tokens and of the sample's position, like the starter voice's: four
 * frames a letter, silence for pads and spaces. `onDecode` lets a test count, wait or fail.
 */
export function createFakeSynthesiser(
  onDecode: () => Promise<void> = () => Promise.resolve(),
): FakeSynthesiser {
  const decoded: { fromFrame: number; toFrame: number }[] = [];
  const fake: FakeSynthesiser = {
    hopSamples: HOP_SAMPLES,
    sampleRateHz: fakeManifest.sampleRateHz,
    windowing: windowingOf(fakeManifest),
    decoded,
    prepareCount: 0,
    prepare(input): Promise<PreparedSegment> {
      fake.prepareCount++;
      const durationsFrames = Int32Array.from(input.tokens, (_, token) => {
        const pause = input.pauseFrames[token] ?? -1;
        return pause >= 0 ? pause : Math.round(4 * input.lengthScale);
      });
      const frameCount = durationsFrames.reduce((sum, frames) => sum + frames, 0);
      const tokenOfFrame = input.tokens.flatMap((id, token) =>
        Array.from({ length: durationsFrames[token] ?? 0 }, () => id),
      );
      return Promise.resolve({
        frameCount,
        durationsFrames,
        f0Hz: new Float32Array(frameCount),
        async decode(fromFrame: number, toFrame: number) {
          decoded.push({ fromFrame, toFrame });
          await onDecode();
          return Float32Array.from({ length: (toFrame - fromFrame) * HOP_SAMPLES }, (_, index) => {
            const sample = fromFrame * HOP_SAMPLES + index;
            const id = tokenOfFrame[Math.floor(sample / HOP_SAMPLES)] ?? 0;
            return id < 2 ? 0 : 0.2 * Math.sin(sample * 0.01 * id);
          });
        },
      });
    },
    release: () => Promise.resolve(),
  };
  return fake;
}

/** A phrase store without a disk. */
export function createMemoryPhraseStore(): PhraseStore & {
  readonly entries: Map<string, RenderedSegment>;
  /** Where each phrase was asked to be kept, in order. */
  readonly keepings: PhraseKeeping[];
} {
  const entries = new Map<string, RenderedSegment>();
  const keepings: PhraseKeeping[] = [];
  let hotHits = 0;
  let misses = 0;
  const name = (key: PhraseKey): string => createHash('sha256').update(JSON.stringify(key)).digest('hex');
  return {
    entries,
    keepings,
    get(key) {
      const found = entries.get(name(key));
      if (found) hotHits++;
      else misses++;
      return Promise.resolve(found);
    },
    put(key, segment, keeping = 'disk') {
      keepings.push(keeping);
      entries.set(name(key), segment);
      return Promise.resolve();
    },
    stats: () => ({ hotHits, diskHits: 0, misses, corrupt: 0, hotEntries: entries.size, hotBytes: 0 }),
    clear() {
      entries.clear();
      return Promise.resolve();
    },
    verify: () => Promise.resolve({ entries: entries.size, bytes: 0, dropped: 0 }),
  };
}

/** A clock on which nothing ever takes time. */
const standingClock: Clock = { nowMs: () => 0, after: () => () => undefined };

export interface FakePackOptions extends Partial<Omit<SpeakingPack, 'borrow'>> {
  readonly synthesiser?: () => Promise<Synthesiser>;
}

/** A pack with a fake model; its style vectors hold the number of their row. */
export function createFakePack({ synthesiser, ...overrides }: FakePackOptions = {}): SpeakingPack & {
  /** Loans that were not given back. */
  readonly loans: Set<unknown>;
} {
  const model = createFakeSynthesiser();
  const manifest = overrides.manifest ?? fakeManifest;
  const loans = new Set<unknown>();
  return {
    manifest,
    isFirst: true,
    soundSha256: SHA,
    meter: new SpeedMeter(estimateSpeed(manifest, 'fp32')),
    styleRow: (row) => Promise.resolve(new Float32Array(4).fill(row)),
    statistics: undefined,
    ...overrides,
    loans,
    async borrow() {
      const loan = {
        synthesiser: synthesiser ? await synthesiser() : model,
        giveBack: () => void loans.delete(loan),
      };
      loans.add(loan);
      return loan;
    },
  };
}

export function createFakePacks(...packs: [SpeakingPack, ...SpeakingPack[]]): SpeakingPacks {
  return { packs, problemOf: () => undefined };
}

/** All parts of a pipeline with one pack, faked but for those given. */
export function createFakeParts({
  engineVersion,
  frontEnd,
  styles,
  phrases,
  clock,
  ...pack
}: Partial<Omit<PipelineParts, 'packs'>> & FakePackOptions = {}): PipelineParts {
  return {
    packs: createFakePacks(createFakePack(pack)),
    engineVersion: engineVersion ?? 'test',
    frontEnd: frontEnd ?? fakeFrontEnd,
    styles: styles ?? new StyleCache(),
    phrases: phrases ?? createMemoryPhraseStore(),
    clock: clock ?? standingClock,
  };
}
