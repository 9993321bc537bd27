import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { LoadedPack } from '../../packs/load-pack.js';
import { errnoOf } from '../../shared/errno.js';
import { ENGINE_VERSION } from '../../shared/version.js';
import type { EngineHost } from '../engine-host.js';

/**
 * Everything beside a request that decides how it sounds, as one text: the engine, its pack in the precision that the
 * memory plan has now, its dictionary.
 */
export type SoundVersion = () => string;

export interface SoundVersionOptions {
  readonly pack: Pick<LoadedPack, 'manifest' | 'soundSha256'>;
  /** The pronunciation dictionary that the engine reads; null where it has none. */
  readonly dictionaryFile: string | null;
  readonly engine: Pick<EngineHost, 'plan'>;
}

/** Finds it out of the files, so that no engine has to be started for it. */
export async function openSoundVersion(options: SoundVersionOptions): Promise<SoundVersion> {
  const { pack, dictionaryFile, engine } = options;
  const dictionary = dictionaryFile === null ? null : await hashOf(dictionaryFile);
  const { id, styles, voices, alphabet, limits } = pack.manifest;
  const description = JSON.stringify({ id, styles: styles.sha256, voices, alphabet, limits, dictionary });
  const base = `${ENGINE_VERSION}:${sha256(description)}`;
  return () => {
    const { precision } = engine.plan();
    return `${base}:${precision}:${pack.soundSha256(precision)}`;
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
