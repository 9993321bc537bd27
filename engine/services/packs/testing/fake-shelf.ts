import type { PackManifest } from '../../../packs/manifest.js';
import type { OwnVoice } from '../../../packs/own-voices.js';
import { Listeners } from '../../../shared/listeners.js';
import type { PackShelf, ShelvedPack, UsablePack, UsablePacks } from '../pack-shelf.js';

/** A shelf of manifests without files, for tests. */
export interface FakeShelf extends PackShelf {
  /** Puts other packs on it, the built-in one first. */
  put(...manifests: [PackManifest, ...PackManifest[]]): void;
}

export function createFakeShelf(...first: [PackManifest, ...PackManifest[]]): FakeShelf {
  const listeners = new Listeners<void>();
  let manifests = first;
  const usable = (): UsablePacks => manifests.map(usableOf) as unknown as UsablePacks;
  const put = (...next: [PackManifest, ...PackManifest[]]): void => {
    manifests = next;
    listeners.tell();
  };
  return {
    packsDir: 'packs',
    ownVoicesDir: 'own-voices',
    all: () => usable().map((pack): ShelvedPack => ({ ...pack, diskBytes: 0, problem: undefined })),
    usable,
    ownVoices: (): readonly OwnVoice[] => [],
    ownVoicesVersion: () => '',
    watch: (listener) => listeners.add(listener),
    refresh: () => Promise.resolve(),
    async takeOff(packId, remove) {
      put(...(manifests.filter(({ id }) => id !== packId) as [PackManifest]));
      await remove();
    },
    put,
  };
}

function usableOf(manifest: PackManifest, index: number): UsablePack {
  return {
    id: manifest.id,
    dir: manifest.id,
    isBuiltIn: index === 0,
    version: JSON.stringify(manifest),
    manifest,
    pack: { manifest, soundSha256: (precision) => `${manifest.id} in ${precision}` },
  };
}
