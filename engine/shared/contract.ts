import { z } from 'zod';
import { event, stream, unary, type Contract } from './contract-kinds.js';
import {
  controlsSchema,
  count,
  language,
  milliseconds,
  nothing,
  pcm,
  segmentBreak,
  sourceRange,
  span,
} from './schemas.js';

/**
 * The contract between a host and the engine process, as one value. Types, client and server are derived from it
 * (`rpc-client.ts`, `rpc-server.ts`); nothing else describes these messages. A change that an older peer would misread raises the version.
 */
export const PROTOCOL_VERSION = 2;

/** As the text front end keeps it: below, ordinary words would be torn; above, a segment does not fit the model. */
const maxSegmentDurationMs = z.number().min(1000).max(20_000).default(5000);

export const planSchema = z.strictObject({
  maxSegmentDurationMs,
  /**
   * Bound of the first segment. Left out, the scheduler picks it from this machine's speed. Given, the same request is
   * cut alike, and so sounds alike, everywhere: right for files, where nobody waits for the first sound.
   */
  firstSegmentDurationMs: z.number().min(500).max(20_000).optional(),
  /** Part of a window that is cross-faded with the next one. */
  overlapRatio: z.number().min(0).max(0.45).default(0.15),
  /** Silence added where a paragraph ends. */
  paragraphPauseMs: milliseconds.max(10_000).default(350),
  /** Integrated loudness (EBU R128) that a voice is brought to; the true-peak ceiling stays at −1 dBTP. */
  targetLufs: z.number().min(-36).max(-10).default(-16),
  /** Added to the voice's own gain: by how much a host has measured that a mix or strong controls miss the target. */
  gainDb: z.number().min(-24).max(24).default(0),
  /** Whether phrases are looked up in and added to the cache. */
  useCache: z.boolean().default(true),
  /**
   * Decodes a segment whole where windows only resemble it (decoders that normalise over time): the model's own sound to
   * the last digit, and the first sound as late as the whole first segment.
   */
  exact: z.boolean().default(false),
});

/** How a style vector is drawn by diffusion, for packs that can; what is left out is the pack's own. */
export const diffusionSettingsSchema = z.strictObject({
  steps: z.int().min(2).max(50).optional(),
  /** Share of the drawn vector, against the voice's own, in its acoustic half. */
  alpha: z.number().min(0).max(1).optional(),
  /** The same in its prosody half. */
  beta: z.number().min(0).max(1).optional(),
  embeddingScale: z.number().min(0).max(10).optional(),
  /** Share of the segment before in the vector of the next one; 0 draws each by itself. */
  carryOver: z.number().min(0).max(1).optional(),
  /** The same seed draws the same vectors. */
  seed: count.max(0xffff_ffff).optional(),
});

/** Where a resumed speech goes on: the first sample that was not delivered. */
const resumePoint = z.strictObject({ segmentIndex: count, offsetSamples: count });

/** The scheduler's choices that shape segments. A resumed speech pins them, so that segments are cut alike. */
const pinnedPlan = z.strictObject({ firstSegmentDurationMs: milliseconds });

/** A share of a blended voice; weights need not sum up to one. */
export const mixPart = z.strictObject({ voice: z.string(), weight: z.number().positive().max(100) });

export const speakRequestSchema = z.strictObject({
  /** Chosen by the host, larger than any before: credits and audio name it, so that late ones are recognised. */
  generation: count,
  text: z.string(),
  voice: z.string().optional(),
  /** Several voices of one pack in one: their style vectors are added by weight. It takes the place of `voice`. */
  mix: z.array(mixPart).min(2).max(8).optional(),
  style: z.string().optional(),
  language: z.enum(['auto', 'en', 'zh']).default('auto'),
  controls: controlsSchema.default({}),
  /** Draws the style anew for every segment. Null keeps to the voice's own vector; packs without a denoiser always do. */
  diffusion: diffusionSettingsSchema.nullable().default({}),
  plan: planSchema.prefault({}),
  /** Samples the engine may send before the first `credit`. */
  creditSamples: count,
  from: resumePoint.optional(),
  pinned: pinnedPlan.optional(),
});

const wordTiming = z.object({
  text: z.string(),
  source: sourceRange,
  /** From the segment's first sample. */
  startMs: milliseconds,
  endMs: milliseconds,
});

const speakItem = z.discriminatedUnion('kind', [
  /** Comes first: what the scheduler chose, and how much a player should hold before it starts. */
  z.object({
    kind: z.literal('plan'),
    generation: count,
    sampleRateHz: count,
    firstSegmentDurationMs: milliseconds,
    prebufferMs: milliseconds,
  }),
  /** Comes before a segment's audio. A segment with nothing to say has no samples, but is announced all the same. */
  z.object({
    kind: z.literal('segment'),
    generation: count,
    index: count,
    source: sourceRange,
    language,
    break: segmentBreak,
    spans: z.array(span),
    words: z.array(wordTiming),
    sampleCount: count,
    /** Silence at the segment's end, part of `sampleCount`. */
    pauseSamples: count,
    isCached: z.boolean(),
  }),
  z.object({
    kind: z.literal('audio'),
    generation: count,
    segmentIndex: count,
    /** Offset of the first sample within its segment. */
    offsetSamples: count,
    pcm,
  }),
  z.object({ kind: z.literal('segmentEnd'), generation: count, index: count, sampleCount: count }),
  /** Something was done in another way than asked; nothing was lost. */
  z.object({
    kind: z.literal('notice'),
    generation: count,
    code: z.enum(['unknown-symbols', 'engine-restarted', 'waiting-for-rendering', 'slower-than-real-time']),
    message: z.string(),
  }),
]);

const speakSummary = z.object({
  /** Of the segments that were announced in answer to this request, what was delivered before a resume apart. */
  segmentCount: count,
  /** Of those segments, whole: the part of the first one that a resume leaves out included. */
  sampleCount: count,
  cacheHits: count,
  cacheMisses: count,
  firstAudioMs: milliseconds.nullable(),
});

/** What an engine process is told when it starts; the process finds nothing out about its host by itself. */
export const engineConfigSchema = z.strictObject({
  /** Installed packs. The first one speaks where no voice is named; voices of the others are named `packId/voiceId`. */
  packs: z
    .array(
      z.strictObject({
        dir: z.string(),
        /** Changes whenever what lies in `dir` does, so that an engine is known to have loaded what was there before. */
        version: z.string().default(''),
        /** The pack's default where it is left out. */
        precision: z.string().optional(),
      }),
    )
    .min(1),
  /** Models that stay loaded side by side; the one that was used longest ago is let go first. */
  residentPackCount: z.int().min(1).default(1),
  /** Folder of voices that were made of recordings; null for none. */
  ownVoicesDir: z.string().nullable().default(null),
  /** Changes whenever what lies in `ownVoicesDir` does, so that an engine is known to be told of older voices. */
  ownVoicesVersion: z.string().default(''),
  /** Folder of statistics that were calibrated for vectors that a pack has none for; null keeps them in memory. */
  calibrationDir: z.string().nullable().default(null),
  /** Folder of the phrase cache; null keeps phrases in memory only. */
  cacheDir: z.string().nullable().default(null),
  hotCacheBytes: count.default(32 * 1024 * 1024),
  threads: z.int().min(1).max(64).default(1),
  device: z.enum(['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu']).default('auto'),
});

const voiceInfo = z.object({
  id: z.string(),
  packId: z.string(),
  name: z.string(),
  language,
  accent: z.string(),
  gender: z.string(),
  age: z.string(),
  styles: z.array(z.string()),
});

export const BACKEND_CODES = [
  'asked-for',
  'cpu-suffices',
  'fell-back',
  'other-platform',
  'not-in-build',
  'not-tried',
  'works',
  'sounds-different',
  'fails',
] as const;

export const backend = z.object({
  device: z.string(),
  provider: z.string(),
  isAvailable: z.boolean(),
  isChosen: z.boolean(),
  /** What the interface has words for in its own language; `reason` says it in English, with what the system said. */
  code: z.enum(BACKEND_CODES).exactOptional(),
  reason: z.string(),
});

const phraseStats = z.object({
  hotHits: count,
  diskHits: count,
  misses: count,
  corrupt: count,
  hotEntries: count,
  hotBytes: count,
  /** What went wrong last with the folder; speech goes on without it. */
  trouble: z.string().exactOptional(),
});

const engineStatus = z.object({
  engineVersion: z.string(),
  pid: count,
  uptimeMs: milliseconds,
  /** In the order of the configuration. */
  packs: z.array(
    z.object({
      id: z.string(),
      version: z.string(),
      name: z.string(),
      licence: z.string(),
      precision: z.string(),
      sampleRateHz: count,
      isLoaded: z.boolean(),
      /** Whether a recording can become a voice of it. */
      takesRecordings: z.boolean(),
    }),
  ),
  /**
   * Packs that could not be opened, with the reason; the others speak all the same. Beside them what went wrong last where
   * nobody waited for it, with its folder.
   */
  packProblems: z.array(z.object({ dir: z.string(), reason: z.string() })),
  backends: z.array(backend),
  caches: z.object({
    phrases: phraseStats,
    styles: z.object({ hits: count, misses: count, entries: count }),
  }),
  memory: z.object({ rssBytes: count, peakRssBytes: count, heapUsedBytes: count }),
  /** Measured while speaking: seconds of work a second of audio, one entry a stage. */
  speed: z.object({
    acousticRtf: z.number(),
    decoderRtf: z.number(),
    decoderOverheadMs: z.number(),
    frontEndRtf: z.number(),
    measurements: count,
  }),
});

/** What a check of a recording found, by a code that the interface has words for; what is refused keeps it from becoming a voice. */
export const recordingFindingSchema = z.object({
  level: z.enum(['warning', 'refused']),
  code: z.string(),
  values: z.record(z.string(), z.number()),
});

const check = z.object({ name: z.string(), isOk: z.boolean(), detail: z.string(), durationMs: milliseconds });

export const engineContract = {
  /** The first call on a port: versions must agree before anything else is asked. */
  hello: unary(
    z.strictObject({ protocolVersion: z.int(), config: engineConfigSchema }),
    z.object({ protocolVersion: z.int(), engineVersion: z.string(), pid: count }),
  ),
  /**
   * Loads the model of a voice's pack, the first pack's where none is named, and runs every shape that the first sentence
   * needs. The voice itself need not be there: a mix is named by its pack too. @throws `unknown-voice`
   */
  warm: unary(
    z.strictObject({ voice: z.string().optional() }),
    z.object({ loadMs: milliseconds, warmMs: milliseconds }),
  ),
  /** Packs whose models are being loaded: now, then after every change. Little else is answered meanwhile. */
  modelLoads: event(nothing, z.object({ packIds: z.array(z.string()) })),
  /** Answered between two runs of the model: silence for longer than the longest run means a hang. */
  ping: unary(nothing, z.object({ uptimeMs: milliseconds })),
  speak: stream(speakRequestSchema, speakItem, speakSummary),
  /** The consumer of `generation` took this many samples; the engine may send as many more. Late ones change nothing. */
  credit: unary(z.strictObject({ generation: count, sampleCount: count }), nothing),
  voices: unary(
    nothing,
    z.object({ voices: z.array(voiceInfo), defaults: z.object({ voice: z.string(), style: z.string() }) }),
  ),
  /** With `probeBackends`, every backend that this platform may have is really tried, which takes time and memory. */
  status: unary(z.strictObject({ probeBackends: z.boolean().default(false) }), engineStatus),
  /** Renders a line and checks what came out: finite, audible, windows equal to the whole. */
  selfTest: unary(nothing, z.object({ isOk: z.boolean(), checks: z.array(check) })),
  /** The same for a pack that is not installed yet, loaded for this call alone. @throws `unknown-pack`, `pack-invalid` */
  audition: unary(
    z.strictObject({ packDir: z.string() }),
    z.object({ isOk: z.boolean(), checks: z.array(check) }),
  ),
  /**
   * Makes a style vector of a mono recording as it was made, with the pack's encoders: it is resampled, trimmed and checked
   * here, where nobody's window waits for it.
   * @throws `recording-refused`, whose details are the refused finding: its code as `finding`, and its values;
   *   `unknown-pack`, `unavailable-here` when the pack has no encoders
   */
  encodeStyle: unary(
    z.strictObject({ packId: z.string(), sampleRateHz: z.int().min(8000).max(192_000), pcm }),
    z.object({ vector: pcm, findings: z.array(recordingFindingSchema) }),
  ),
  cacheClear: unary(nothing, nothing),
  cacheVerify: unary(nothing, z.object({ entries: count, bytes: count, dropped: count })),
} as const satisfies Contract;

export type EngineContract = typeof engineContract;
export type EngineConfig = z.output<typeof engineConfigSchema>;
export type MixPart = z.output<typeof mixPart>;
export type DiffusionSettings = z.output<typeof diffusionSettingsSchema>;
export type SpeakPlan = z.output<typeof planSchema>;
/** As a caller writes it: what has a default may be left out. */
export type SpeakRequestInput = z.input<typeof speakRequestSchema>;
export type SpeakRequest = z.output<typeof speakRequestSchema>;
export type SpeakItem = z.output<typeof speakItem>;
export type SpeakItemOf<K extends SpeakItem['kind']> = Extract<SpeakItem, { kind: K }>;
export type SpeakSummary = z.output<typeof speakSummary>;
export type WordTiming = z.output<typeof wordTiming>;
export type BackendInfo = z.output<typeof backend>;
export type EngineStatus = z.output<typeof engineStatus>;
export type RecordingFinding = z.output<typeof recordingFindingSchema>;
export type SelfTestCheck = z.output<typeof check>;
