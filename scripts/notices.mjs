/**
 * Third-party notices: every package that ships with Sotto, its licence and the licence's text.
 *
 *   node scripts/notices.mjs           writes THIRD_PARTY_NOTICES.md
 *   node scripts/notices.mjs --check   exits 1 when the file is not current, or a licence is missing or unknown
 *
 * What ships is what package-lock.json does not mark as for development, plus the material the starter voice
 * was made with (models/starter/MODEL_CARD.md has the details).
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const noticesFile = join(root, 'THIRD_PARTY_NOTICES.md');

/** SPDX identifiers that may be combined into a GPL-3.0-or-later work. */
const COMPATIBLE = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '0BSD',
  'CC0-1.0',
  'MPL-2.0',
  'Python-2.0',
]);

const VOICE_MATERIAL = `## The starter voice

The starter voice was trained on speech made by these programs; nothing of the programs themselves is included.

- Flite and its CMU voices slt, rms and awb (Carnegie Mellon University, BSD-style licence).
- eSpeak NG (GPL-3.0-or-later), for the Mandarin voices. Its WebAssembly build is also part of the package
  \`phonemizer\` above, which Sotto uses for words that the dictionary lacks.
`;

function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(
      ([path, entry]) => path !== '' && !entry.dev && !entry.devOptional && existsSync(join(root, path)),
    )
    .map(([path]) => path)
    .sort();
}

function notice(path) {
  const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  const licence = manifest.license ?? 'unknown';
  const file = readdirSync(join(root, path)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file
    ? readFileSync(join(root, path, file), 'utf8').trim()
    : 'The package carries no licence text of its own.';
  return { title: `${manifest.name} ${manifest.version}`, licence, text };
}

const notices = shippedPackages().map(notice);
const unknown = notices.filter(
  ({ licence }) =>
    !String(licence)
      .split(/ OR |\(|\)/)
      .some((id) => COMPATIBLE.has(id.trim())),
);
if (unknown.length > 0) {
  console.error(
    `Licences to look at: ${unknown.map(({ title, licence }) => `${title} (${licence})`).join(', ')}`,
  );
  process.exit(1);
}

const body = `# Third-party notices

Sotto is licensed under GPL-3.0-or-later (see LICENSE). It ships with the packages below.
This file is written by \`node scripts/notices.mjs\`.

${VOICE_MATERIAL}
${notices.map(({ title, licence, text }) => `## ${title}\n\nLicence: ${licence}\n\n\`\`\`text\n${text}\n\`\`\`\n`).join('\n')}`;

if (process.argv.includes('--check')) {
  const current = existsSync(noticesFile) && readFileSync(noticesFile, 'utf8') === body;
  if (!current) {
    console.error('THIRD_PARTY_NOTICES.md is not current: run `node scripts/notices.mjs` and commit it.');
    process.exit(1);
  }
  console.log(`THIRD_PARTY_NOTICES.md is current (${notices.length} packages).`);
} else {
  writeFileSync(noticesFile, body);
}
