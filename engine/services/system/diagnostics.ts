import type { InstalledPackEntry } from '../../shared/app/packs.js';
import type { MemoryPlan } from '../../shared/app/settings.js';
import type { SpeechState } from '../../shared/app/speech.js';
import type { EngineState, HostInfo } from '../../shared/app/system.js';
import type { StoreUsage } from '../../shared/app/settings.js';
import { bytesText, memoryText } from '../../shared/byte-size.js';
import type { EngineStatus } from '../../shared/contract.js';
import type { Trouble } from './trouble-log.js';

export interface DiagnosticFacts {
  readonly host: HostInfo;
  /** Names and versions: Node, Electron, the browser engine. */
  readonly runtime: Readonly<Record<string, string | undefined>>;
  readonly processor: string;
  readonly plan: MemoryPlan;
  readonly packs: readonly InstalledPackEntry[];
  readonly engine: EngineState;
  /** Only while the engine runs: nobody starts it to look at it. */
  readonly status: EngineStatus | undefined;
  readonly speech: SpeechState;
  readonly stores: readonly StoreUsage[];
  readonly troubles: readonly Trouble[];
}

type Line = readonly [name: string, value: string | number];

/** Everything that helps to find a fault, as text to copy; nothing of what a person wrote, named or heard. */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const sections: readonly (readonly [title: string, lines: readonly Line[]])[] = [
    ['Sotto', hostLines(facts)],
    ['Memory plan', planLines(facts.plan)],
    ['Packs', facts.packs.map(packLine)],
    ['Engine', engineLines(facts.engine, facts.status)],
    ['Player', playerLines(facts.speech)],
    [
      'Kept on this machine',
      facts.stores.map(({ id, bytes, entries }) => [id, `${entries}, ${bytesText(bytes)}`]),
    ],
    ['Last troubles', troubleLines(facts.troubles)],
  ];
  return sections
    .map(([title, lines]) => `${title}\n${lines.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`)
    .join('\n');
}

function hostLines({ host, runtime, processor }: DiagnosticFacts): Line[] {
  const capabilities = Object.entries(host.capabilities).map(([name, has]) => (has ? name : `no ${name}`));
  const versions = Object.entries(runtime).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return [
    ['version', host.version],
    ['platform', host.platform],
    ['processor', processor],
    ['memory', memoryText(host.deviceMemoryBytes)],
    ['locale', host.locale],
    ['capabilities', capabilities.join(', ')],
    ...versions,
  ];
}

function planLines(plan: MemoryPlan): Line[] {
  return [
    ['budget', memoryText(plan.budgetBytes)],
    ['expected', memoryText(plan.expectedBytes)],
    ['precision', plan.precision],
    ['longest segment', `${plan.maxSegmentDurationMs} ms`],
    ['threads', plan.threads],
    ['phrases in memory', memoryText(plan.hotCacheBytes)],
    ['resident packs', plan.residentPackCount],
    ['reasons', plan.reasons.map(({ code }) => code).join(', ')],
  ];
}

function packLine(pack: InstalledPackEntry): Line {
  const { id, version, family, precision, diskBytes, voiceCount, problem } = pack;
  const facts = `${version}, ${family}, ${precision}, ${voiceCount} voices, ${bytesText(diskBytes)}`;
  return [id, problem === null ? facts : `${facts}, cannot be used: ${problem.code}`];
}

function engineLines(engine: EngineState, status: EngineStatus | undefined): Line[] {
  const state: Line[] = [
    ['state', engine.kind],
    ...(engine.reason === '' ? [] : [['reason', engine.reason] as const]),
    ['restarts', engine.restartCount],
  ];
  if (!status) return state;
  const { packs, memory, caches, speed } = status;
  return [
    ...state,
    ['version', status.engineVersion],
    ['loaded packs', packs.flatMap(({ id, isLoaded }) => (isLoaded ? [id] : [])).join(', ') || 'none'],
    ['memory', `${memoryText(memory.rssBytes)}, at most ${memoryText(memory.peakRssBytes)}`],
    ...status.backends.map(
      ({ device, isChosen, isAvailable, reason }) =>
        [
          `backend ${device}`,
          `${isChosen ? 'in use' : isAvailable ? 'available' : 'not available'}: ${reason}`,
        ] as const,
    ),
    [
      'phrases',
      `${caches.phrases.hotHits + caches.phrases.diskHits} hits, ${caches.phrases.misses} misses, ${caches.phrases.corrupt} damaged`,
    ],
    ...(caches.phrases.trouble === undefined ? [] : [['phrase cache', caches.phrases.trouble] as const]),
    [
      'seconds of work a second of sound',
      `acoustic ${speed.acousticRtf.toFixed(3)}, decoder ${speed.decoderRtf.toFixed(3)}, text ${speed.frontEndRtf.toFixed(3)}`,
    ],
  ];
}

function playerLines(speech: SpeechState): Line[] {
  return [
    ['player', speech.player],
    ['speech', speech.status],
    ['sample rate', `${speech.sampleRateHz} Hz`],
    ['first sound', speech.firstAudioMs === null ? 'none yet' : `${Math.round(speech.firstAudioMs)} ms`],
    ['underruns', speech.underrunCount],
    ...(speech.error === null ? [] : [['error', speech.error.code] as const]),
  ];
}

function troubleLines(troubles: readonly Trouble[]): Line[] {
  if (troubles.length === 0) return [['none', 'since this start']];
  return troubles.map(({ atMs, where, code, message }) => [
    `${new Date(atMs).toISOString()} ${where}`,
    message === '' ? code : `${code}: ${message}`,
  ]);
}
