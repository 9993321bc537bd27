import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { starterPackDir } from '../../host/testing/built-engine.js';
import { loadPack, type LoadedPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { MemoryPlan } from '../../shared/app/settings.js';
import { openSoundVersion } from './sound-version.js';

let folder = '';
let pack: LoadedPack;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-sound-version-'));
  pack = await loadPack(starterPackDir);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function versionOf(
  changes: Partial<PackManifest> = {},
  dictionary = 'tea T IY',
  precision = 'fp16',
): Promise<string> {
  const dictionaryFile = join(folder, 'dictionary');
  await writeFile(dictionaryFile, dictionary);
  const version = await openSoundVersion({
    pack: { manifest: { ...pack.manifest, ...changes } as PackManifest, soundSha256: (name) => `graphs in ${name}` },
    dictionaryFile,
    engine: { plan: () => ({ precision }) as MemoryPlan },
  });
  return version();
}

it('changes with whatever is heard of the pack, the dictionary and the precision, and with nothing else', async () => {
  const [first, ...others] = pack.manifest.voices;
  if (!first) throw new Error('the pack has no voices');
  const version = await versionOf();
  expect(await versionOf({ name: 'Another name', licence: 'another' })).toBe(version);
  const louder = { ...first, styles: { ...first.styles, own: { row: 0, gainDb: 3, controls: {} } } };
  const changed = await Promise.all([
    versionOf({ voices: [louder, ...others] as PackManifest['voices'] }),
    versionOf({ styles: { ...pack.manifest.styles, sha256: '0'.repeat(64) } }),
  ]);
  const all = [version, ...changed, await versionOf({}, 'tea T EY'), await versionOf({}, 'tea T IY', 'fp32')];
  expect(new Set(all).size).toBe(all.length);
});

it('follows the plan', async () => {
  let precision = 'fp16';
  const version = await openSoundVersion({
    pack,
    dictionaryFile: null,
    engine: { plan: () => ({ precision }) as MemoryPlan },
  });
  const before = version();
  precision = 'fp32';
  expect(version()).not.toBe(before);
  precision = 'fp16';
  expect(version()).toBe(before);
});
