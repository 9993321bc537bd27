/**
 * `npm run eval:voice`: hears the starter voice beside its teachers on held-out sentences, and exits 1 when a bar of
 * models/README.md is missed. Needs Debian's packages that models/README.md names.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const python = (...args) => ['/usr/bin/python3', ['-m', 'sotto_voice.evaluate', ...args], 'models'];

const STEPS = [
  ['The teachers say the held-out sentences', ...python('prepare', 'build/eval')],
  [
    'The engine says them, in every voice and style',
    process.execPath,
    ['scripts/run-ts.mjs', 'models/tools/render-heldout.ts', 'models/starter', 'models/build/eval'],
    '.',
  ],
  ['Both are measured', ...python('report', 'build/eval', '--processes', '2')],
];

for (const [title, command, args, folder] of STEPS) {
  console.error(`== ${title}`);
  const { status, error } = spawnSync(command, args, { cwd: `${root}/${folder}`, stdio: 'inherit' });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}
