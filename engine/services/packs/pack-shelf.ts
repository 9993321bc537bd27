import { createHash } from 'node:crypto';
import { listInstalled, type InstalledPack } from '../../packs/installed.js';
import { cleanLeftovers } from '../../packs/pack-folders.js';
import { loadPack, type LoadedPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import { readOwnVoices, withOwnVoices, type OwnVoice } from '../../packs/own-voices.js';
import { toErrorShape, type ErrorShape } from '../../shared/errors.js';
import { Listeners } from '../../shared/listeners.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { bytesOf } from '../disk-usage.js';

/** An installed pack, whether it can be used or not. */
export interface ShelvedPack {
  readonly id: string;
  readonly dir: string;
  /** It came with the program. Its voices have bare names, and it is always there. */
  readonly isBuiltIn: boolean;
  readonly manifest: PackManifest | undefined;
  readonly diskBytes: number;
  readonly problem: ErrorShape | undefined;
}

/** One that can speak. */
export interface UsablePack extends Pick<ShelvedPack, 'id' | 'dir' | 'isBuiltIn'> {
  /** Changes whenever what lies in `dir` does: a manifest names every file by its hash. */
  readonly version: string;
  /** As it was installed. */
  readonly pack: Pick<LoadedPack, 'manifest' | 'soundSha256'>;
  /** With the voices that the person made of recordings among its own. */
  readonly manifest: PackManifest;
}

/** The built-in one first. */
export type UsablePacks = readonly [UsablePack, ...UsablePack[]];

/** The installed packs and the person's recorded voices, as they lie on the disk. */
export interface PackShelf {
  readonly packsDir: string;
  readonly ownVoicesDir: string;
  /** The built-in one first, then by id. */
  all(): readonly ShelvedPack[];
  usable(): UsablePacks;
  ownVoices(): readonly OwnVoice[];
  /** Another text whenever the own voices are others. */
  ownVoicesVersion(): string;
  /** Hears of every change. */
  watch(listener: () => void): Unsubscribe;
  /** Looks again at what is there. */
  refresh(): Promise<void>;
  /** Takes a pack off, as if it were gone, while it is being removed; what could not be removed is back afterwards. */
  takeOff(packId: string, remove: () => Promise<void>): Promise<void>;
}

export interface PackShelfOptions {
  /** Of the pack that came with the program. */
  readonly builtInDir: string;
  readonly packsDir: string;
  readonly ownVoicesDir: string;
}

/**
 * Opens the shelf, and clears up what killed imports and removals left on it.
 * @throws SottoError when the built-in pack cannot be read
 */
export async function openPackShelf(options: PackShelfOptions): Promise<PackShelf> {
  await cleanLeftovers(options.packsDir);
  const shelf = new Shelf(options, await inspectBuiltIn(options.builtInDir));
  await shelf.refresh();
  return shelf;
}

class Shelf implements PackShelf {
  readonly #options: PackShelfOptions;
  readonly #builtIn: { readonly shelved: ShelvedPack; readonly pack: LoadedPack };
  readonly #listeners = new Listeners<void>();
  readonly #takenOff = new Set<string>();
  #installed: readonly { readonly shelved: ShelvedPack; readonly pack: LoadedPack | undefined }[] = [];
  #ownVoices: readonly OwnVoice[] = [];
  #usable: UsablePacks;
  #told = '';
  /** One look at a time: of two, the older one might be told last. */
  #looking: Promise<void> = Promise.resolve();

  constructor(options: PackShelfOptions, builtIn: { shelved: ShelvedPack; pack: LoadedPack }) {
    this.#options = options;
    this.#builtIn = builtIn;
    this.#usable = [usableOf(builtIn.shelved, builtIn.pack, [])];
  }

  get packsDir(): string {
    return this.#options.packsDir;
  }

  get ownVoicesDir(): string {
    return this.#options.ownVoicesDir;
  }

  all(): readonly ShelvedPack[] {
    return [this.#builtIn.shelved, ...this.#installed.map(({ shelved }) => shelved)];
  }

  usable(): UsablePacks {
    return this.#usable;
  }

  ownVoices(): readonly OwnVoice[] {
    return this.#ownVoices;
  }

  ownVoicesVersion(): string {
    return versionOf(this.#ownVoices);
  }

  watch(listener: () => void): Unsubscribe {
    return this.#listeners.add(listener);
  }

  refresh(): Promise<void> {
    const look = this.#looking.then(() => this.#look());
    this.#looking = look.catch(() => undefined);
    return look;
  }

  async #look(): Promise<void> {
    const [installed, ownVoices] = await Promise.all([
      listInstalled(this.#options.packsDir),
      readOwnVoices(this.#options.ownVoicesDir),
    ]);
    const others = installed.filter(({ id }) => !this.#takenOff.has(id));
    this.#installed = await Promise.all(others.map((one) => this.#shelve(one)));
    this.#ownVoices = ownVoices;
    const { shelved, pack } = this.#builtIn;
    this.#usable = [
      usableOf(shelved, pack, ownVoices),
      ...this.#installed.flatMap((one) => (one.pack ? [usableOf(one.shelved, one.pack, ownVoices)] : [])),
    ];
    this.#tell();
  }

  async takeOff(packId: string, remove: () => Promise<void>): Promise<void> {
    this.#takenOff.add(packId);
    try {
      await this.refresh();
      await remove();
    } finally {
      this.#takenOff.delete(packId);
      await this.refresh();
    }
  }

  async #shelve(installed: InstalledPack): Promise<{ shelved: ShelvedPack; pack: LoadedPack | undefined }> {
    const shelved = { ...installed, isBuiltIn: false };
    if (installed.problem !== undefined) return { shelved, pack: undefined };
    if (installed.id === this.#builtIn.shelved.id)
      return { shelved: { ...shelved, problem: sameAsBuiltIn(installed.id) }, pack: undefined };
    try {
      return { shelved, pack: await loadPack(installed.dir) };
    } catch (thrown) {
      return { shelved: { ...shelved, problem: toErrorShape(thrown) }, pack: undefined };
    }
  }

  #tell(): void {
    const text = JSON.stringify([this.all(), this.ownVoicesVersion()]);
    if (text === this.#told) return;
    this.#told = text;
    this.#listeners.tell();
  }
}

async function inspectBuiltIn(dir: string): Promise<{ shelved: ShelvedPack; pack: LoadedPack }> {
  const [pack, diskBytes] = await Promise.all([loadPack(dir), bytesOf(dir)]);
  const { manifest } = pack;
  return {
    pack,
    shelved: { id: manifest.id, dir, isBuiltIn: true, manifest, diskBytes, problem: undefined },
  };
}

function usableOf(
  { id, dir, isBuiltIn }: ShelvedPack,
  pack: LoadedPack,
  ownVoices: readonly OwnVoice[],
): UsablePack {
  const version = sha256(JSON.stringify(pack.manifest));
  return { id, dir, isBuiltIn, version, pack, manifest: withOwnVoices(pack, ownVoices).manifest };
}

function sameAsBuiltIn(id: string): ErrorShape {
  return {
    code: 'pack-invalid',
    message: `the voice pack "${id}" has the name of the one that came with the program`,
    next: 'remove it',
  };
}

function versionOf(voices: readonly OwnVoice[]): string {
  if (voices.length === 0) return '';
  return sha256(JSON.stringify(voices));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
