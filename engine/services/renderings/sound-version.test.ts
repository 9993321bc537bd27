import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { starterPackDir } from '../../host/testing/built-engine.js';
import { loadPack, type LoadedPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { UsablePack } from '../packs/pack-shelf.js';
import type { MemoryPlan } from '../../shared/app/settings.js';
import { openSoundVersion } from './sound-version.js';

let folder = '';
let pack: LoadedPack;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-sound-version-'));
  pack = await loadPack(starterPackDir);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const planned = (precision: string): MemoryPlan => ({ precision, packs: [] as unknown[] }) as MemoryPlan;

/** A pack in memory, the built-in one unless it is told otherwise. */
function shelved(changes: Partial<PackManifest> = {}, isBuiltIn = true): UsablePack {
  const manifest = { ...pack.manifest, ...changes } as PackManifest;
  return {
    ...{ id: manifest.id, dir: '', isBuiltIn, manifest, version: '' },
    pack: { manifest, soundSha256: (name) => `graphs in ${name}` },
  };
}

async function versionOf(
  changes: Partial<PackManifest> = {},
  dictionary = 'tea T IY',
  precision = 'fp16',
): Promise<string> {
  const dictionaryFile = join(folder, 'dictionary');
  await writeFile(dictionaryFile, dictionary);
  const version = await openSoundVersion({
    packs: { usable: () => [shelved(changes)] },
    dictionaryFile,
    engine: { plan: () => planned(precision) },
  });
  return version({});
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
    packs: { usable: () => [shelved()] },
    dictionaryFile: null,
    engine: { plan: () => planned(precision) },
  });
  const before = version({});
  precision = 'fp32';
  expect(version({})).not.toBe(before);
  precision = 'fp16';
  expect(version({})).toBe(before);
});

it('is that of the voice’s own pack: other packs, and voices made of recordings, change nothing in it', async () => {
  const another = (changes: Partial<PackManifest> = {}) => shelved({ id: 'another', ...changes }, false);
  let packs: [UsablePack, ...UsablePack[]] = [shelved()];
  const version = await openSoundVersion({
    packs: { usable: () => packs },
    dictionaryFile: null,
    engine: { plan: () => planned('fp16') },
  });
  const ofBuiltIn = version({ voice: 'en_ivy' });
  packs = [shelved(), another()];
  const ofAnother = version({ voice: 'another/en_ivy' });
  expect(ofAnother).not.toBe(ofBuiltIn);
  expect(version({ mix: [{ voice: 'another/en_ivy', weight: 1 }] })).toBe(ofAnother);
  expect([version({}), version({ voice: 'en_ivy' })]).toEqual([ofBuiltIn, ofBuiltIn]);
  const recorded = { ...pack.manifest.voices[0], id: 'own-1' } as PackManifest['voices'][number];
  const extended = { ...another().manifest, voices: [...pack.manifest.voices, recorded] };
  packs = [shelved(), { ...another(), manifest: extended }];
  expect(version({ voice: 'another/en_ivy' })).toBe(ofAnother);
  packs = [shelved(), another({ styles: { ...pack.manifest.styles, sha256: '0'.repeat(64) } })];
  expect(version({ voice: 'another/en_ivy' })).not.toBe(ofAnother);
  expect(version({ voice: 'en_ivy' })).toBe(ofBuiltIn);
});
