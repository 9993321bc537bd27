/**
 * How far mixes and strong controls of the starter pack miss −16 LUFS: node scripts/run-ts.mjs models/tools/measure-loudness.ts
 * Prints a table of loudness by voice and manner, over a few lines of the voice's language.
 */
import { integratedLoudnessLufs, truePeakDbtp } from '../../engine/export/loudness.js';
import { createNodeLauncher } from '../../engine/host/node-launcher.js';
import { installationPaths } from '../../engine/host/paths.js';
import { loadPack } from '../../engine/packs/load-pack.js';
import { createSpeechService, type SpeechRequest } from '../../engine/services/speech.js';
import { createSupervisor } from '../../engine/services/supervisor.js';
import { systemClock } from '../../engine/shared/clock.js';
import { joinSamples } from '../../engine/shared/join-samples.js';
import type { Controls } from '../../engine/shared/schemas.js';

const LINES = {
  en: 'The boat was tied to the old pier. Nobody had used it since the summer, and the paint was coming off.',
  zh: '那条船系在旧码头上。从夏天起就没有人用过它，油漆也开始掉了。',
};

const MANNERS: readonly (readonly [name: string, controls: Controls])[] = [
  ['plain', {}],
  ['pitch +4', { pitchSemitones: 4 }],
  ['pitch −4', { pitchSemitones: -4 }],
  ['range 0.5', { f0Range: 0.5 }],
  ['range 1.5', { f0Range: 1.5 }],
  ['energy +6', { energyDb: 6 }],
  ['energy −6', { energyDb: -6 }],
  ['pace 1.5', { lengthScale: 1 / 1.5 }],
  ['noise 1', { noiseScale: 1 }],
];

const paths = installationPaths(import.meta.url);
const supervisor = createSupervisor({
  launcher: createNodeLauncher(paths.engineEntry),
  clock: systemClock,
  config: { packs: [{ dir: paths.starterPackDir }] },
});
const speech = createSpeechService(supervisor, systemClock);
const { manifest } = await loadPack(paths.starterPackDir);

async function measure(request: Omit<SpeechRequest, 'text'>, language: 'en' | 'zh', text = LINES[language]) {
  const chunks: Float32Array[] = [];
  for await (const item of speech.speak({ ...request, text }))
    if (item.kind === 'audio') chunks.push(item.pcm);
  const samples = joinSamples(chunks);
  return { lufs: integratedLoudnessLufs(samples, manifest.sampleRateHz), peak: truePeakDbtp(samples) };
}

const cell = (value: number): string => value.toFixed(1).padStart(10);
console.log(['voice'.padEnd(22), ...MANNERS.map(([name]) => name.padStart(10))].join(''));
for (const voice of manifest.voices) {
  const row: string[] = [];
  for (const [, controls] of MANNERS)
    row.push(cell((await measure({ voice: voice.id, controls }, voice.language)).lufs));
  console.log([voice.id.padEnd(22), ...row].join(''));
}
for (const style of ['calm', 'lively', 'whisper']) {
  const row: string[] = [];
  for (const voice of manifest.voices)
    row.push(cell((await measure({ voice: voice.id, style }, voice.language)).lufs));
  console.log([style.padEnd(22), ...row].join(''));
}
for (const style of ['neutral', 'whisper'])
  for (const [index, one] of manifest.voices.entries())
    for (const other of manifest.voices.slice(index + 1)) {
      const mix = [
        { voice: one.id, weight: 1 },
        { voice: other.id, weight: 1 },
      ];
      const { lufs, peak } = await measure({ mix, style }, one.language);
      console.log(`${style} ${one.id}+${other.id}`.padEnd(32), cell(lufs), cell(peak));
    }
await supervisor.dispose();
