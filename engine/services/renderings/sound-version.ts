import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseVoiceName } from '../../packs/voice-ids.js';
import { errnoOf } from '../../shared/errno.js';
import { ENGINE_VERSION } from '../../shared/version.js';
import type { EngineHost } from '../engine-host.js';
import type { PackShelf, UsablePack } from '../packs/pack-shelf.js';
import type { SpeechRequest } from '../speech.js';

/**
 * Everything beside a request that decides how it sounds, as one text: the engine, its dictionary, and the pack of the voice
 * that speaks in the precision that the memory plan has now. Other packs, and voices that were made of recordings since,
 * change nothing in it: a recorded voice's name stands for its vector.
 */
export type SoundVersion = (speaker: Pick<SpeechRequest, 'voice' | 'mix'>) => string;

export interface SoundVersionOptions {
  readonly packs: Pick<PackShelf, 'usable'>;
  /** The pronunciation dictionary that the engine reads; null where it has none. */
  readonly dictionaryFile: string | null;
  readonly engine: Pick<EngineHost, 'plan'>;
}

/** Finds it out of the files, so that no engine has to be started for it. */
export async function openSoundVersion(options: SoundVersionOptions): Promise<SoundVersion> {
  const { packs, dictionaryFile, engine } = options;
  const dictionary = dictionaryFile === null ? null : await hashOf(dictionaryFile);
  const bases = new WeakMap<UsablePack, string>();
  const baseOf = (one: UsablePack): string => {
    const known = bases.get(one);
    if (known !== undefined) return known;
    const { id, styles, voices, alphabet, limits } = one.pack.manifest;
    const description = JSON.stringify({ id, styles: styles.sha256, voices, alphabet, limits, dictionary });
    const base = `${ENGINE_VERSION}:${sha256(description)}`;
    bases.set(one, base);
    return base;
  };
  return ({ voice = '', mix }) => {
    const { packId } = parseVoiceName(mix?.[0]?.voice ?? voice);
    const [builtIn, ...others] = packs.usable();
    // Of a pack that is gone nothing is rendered any more.
    const pack = others.find(({ id }) => id === packId) ?? builtIn;
    const { precision, packs: planned } = engine.plan();
    const own = planned.find((one) => one.packId === pack.id)?.precision ?? precision;
    return `${baseOf(pack)}:${own}:${pack.pack.soundSha256(own)}`;
  };
}

async function hashOf(file: string): Promise<string | null> {
  try {
    return sha256(await readFile(file));
  } catch (thrown) {
    // An installation that lost it still starts; the engine says what is missing when it is to speak.
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
