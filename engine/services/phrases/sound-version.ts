import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { loadPack } from '../../packs/load-pack.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { ENGINE_VERSION } from '../../shared/version.js';
import type { EngineHost } from '../engine-host.js';

/** Everything beside a request that decides how it sounds, as one text: the engine, its pack, its dictionary. */
export interface SoundVersion {
  /** @throws SottoError of the pack */
  current(): Promise<string>;
  /** Hears that `current` may give another answer. */
  watch(listener: () => void): Unsubscribe;
}

export interface SoundVersionOptions {
  readonly packDir: string;
  /** The pronunciation dictionary that the engine reads; null where it has none. */
  readonly dictionaryFile: string | null;
  readonly engine: Pick<EngineHost, 'plan' | 'watchPlan'>;
}

/** Reads it from the files, so that no engine has to be started for it. */
export function createSoundVersion({ packDir, dictionaryFile, engine }: SoundVersionOptions): SoundVersion {
  let files: Promise<(precision: string) => string> | undefined;
  return {
    async current() {
      files ??= readFiles(packDir, dictionaryFile).catch((thrown: unknown) => {
        files = undefined;
        throw thrown;
      });
      const versionIn = await files;
      return versionIn(engine.plan().precision);
    },
    watch(listener) {
      let { precision } = engine.plan();
      return engine.watchPlan((plan) => {
        if (plan.precision === precision) return;
        ({ precision } = plan);
        listener();
      });
    },
  };
}

async function readFiles(
  packDir: string,
  dictionaryFile: string | null,
): Promise<(precision: string) => string> {
  const [pack, dictionary] = await Promise.all([loadPack(packDir), hashOf(dictionaryFile)]);
  const { id, styles, voices, alphabet, limits } = pack.manifest;
  const description = JSON.stringify({ id, styles: styles.sha256, voices, alphabet, limits, dictionary });
  const base = `${ENGINE_VERSION}:${sha256(description)}`;
  return (precision) => `${base}:${precision}:${pack.soundSha256(precision)}`;
}

async function hashOf(file: string | null): Promise<string | null> {
  return file === null ? null : sha256(await readFile(file));
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
