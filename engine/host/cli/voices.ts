import { loadPack } from '../../packs/load-pack.js';
import type { InstallationPaths } from '../paths.js';
import { print } from './standard-streams.js';
import { textTable } from './text-table.js';

const LANGUAGES = { en: 'English', zh: 'Mandarin' } as const;

/** `sotto voices`: who can speak. Reads the pack's manifest; no engine is started. */
export async function voices(flags: { readonly json?: boolean }, paths: InstallationPaths): Promise<void> {
  const { manifest } = await loadPack(paths.starterPackDir);
  const { defaults } = manifest;
  const list = manifest.voices.map((voice) => ({
    id: voice.id,
    name: voice.name,
    language: voice.language,
    accent: voice.accent,
    gender: voice.gender,
    age: voice.age,
    styles: Object.keys(voice.styles),
    isDefault: voice.id === defaults.voice,
  }));
  if (flags.json === true) {
    await print(`${JSON.stringify({ pack: manifest.id, defaults, voices: list }, null, 2)}\n`);
    return;
  }
  const rows = list.map((voice) => [
    voice.isDefault ? `${voice.id} *` : voice.id,
    voice.name,
    LANGUAGES[voice.language],
    [voice.accent, voice.gender, voice.age].filter((word) => word !== '').join(', '),
    voice.styles.join(' '),
  ]);
  await print(textTable([['VOICE', 'NAME', 'LANGUAGE', 'KIND', 'STYLES'], ...rows]));
  await print(`* spoken with when no voice is named, in style ${defaults.style}\n`);
}
