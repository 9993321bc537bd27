import { listInstalled } from '../../packs/installed.js';
import { loadPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import { readOwnVoices, withOwnVoices } from '../../packs/own-voices.js';
import { voiceName } from '../../packs/voice-ids.js';
import { personPaths, type InstallationPaths } from '../paths.js';
import { LANGUAGE_NAMES } from './language-names.js';
import { print } from './standard-streams.js';
import { textTable } from './text-table.js';

/** `sotto voices`: who can speak, of the installation and of every pack that was added. No engine is started. */
export async function voices(flags: { readonly json?: boolean }, paths: InstallationPaths): Promise<void> {
  const { manifest: starter, others } = await speakingPacks(paths);
  const { defaults } = starter;
  const list = [
    ...voicesOf(starter, null),
    ...others.flatMap((manifest) => voicesOf(manifest, manifest.id)),
  ].map((voice) => ({ ...voice, isDefault: voice.id === defaults.voice }));
  if (flags.json === true) {
    await print(`${JSON.stringify({ pack: starter.id, defaults, voices: list }, null, 2)}\n`);
    return;
  }
  const rows = list.map((voice) => [
    voice.isDefault ? `${voice.id} *` : voice.id,
    voice.name,
    LANGUAGE_NAMES[voice.language],
    [voice.accent, voice.gender, voice.age].filter((word) => word !== '').join(', '),
    voice.styles.join(' '),
  ]);
  await print(textTable([['VOICE', 'NAME', 'LANGUAGE', 'KIND', 'STYLES'], ...rows]));
  await print(`* spoken with when no voice is named, in style ${defaults.style}\n`);
}

/** Packs that cannot be used are left out; `sotto packs` says why. */
async function speakingPacks({ starterPackDir }: InstallationPaths) {
  const { packsDir, ownVoicesDir } = await personPaths(process.env);
  const [installed, own] = await Promise.all([listInstalled(packsDir), readOwnVoices(ownVoicesDir)]);
  const usable = installed.filter(({ problem }) => problem === undefined);
  const manifests = [starterPackDir, ...usable.map(({ dir }) => dir)].map(
    async (dir) => withOwnVoices(await loadPack(dir), own).manifest,
  );
  const [manifest, ...others] = (await Promise.all(manifests)) as [PackManifest, ...PackManifest[]];
  return { manifest, others };
}

function voicesOf(manifest: PackManifest, packId: string | null) {
  return manifest.voices.map((voice) => ({
    id: voiceName({ packId, voiceId: voice.id }),
    name: voice.name,
    language: voice.language,
    accent: voice.accent,
    gender: voice.gender,
    age: voice.age,
    styles: Object.keys(voice.styles),
  }));
}
