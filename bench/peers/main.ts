/**
 * `npm run bench:peers`: Sotto beside kokoro-js and sherpa-onnx-node, all with the same Kokoro-shaped model of random weights,
 * alternating in one run. Speed and memory do not depend on what the weights say.
 *
 *   npm run bench:peers                                                  all
 *   npm run bench:peers -- --texts 8-words,60-words --threads 1 --rounds 3
 *
 * The other programs are installed into bench/peers, the model is made in models/build/kokoro-random (python3-torch);
 * sherpa-onnx-node reads the data of eSpeak NG (Debian: espeak-ng-data). Each speech is a process of its own, warmed up by a
 * short sentence.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { paths, type Figure } from '../harness.js';
import { printFigures } from '../print-figures.js';
import { figuresOf, PROGRAMS, type Measured, type Program } from './comparison.js';
import { PEER_TEXTS } from './texts.js';

const peersDir = join(paths.root, 'bench', 'peers');
const buildDir = join(paths.root, 'models', 'build', 'kokoro-random');

const { values: options } = parseArgs({
  options: {
    texts: { type: 'string', default: Object.keys(PEER_TEXTS).join(',') },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '2' },
  },
});

function run(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

function prepare(): void {
  if (!existsSync(join(peersDir, 'node_modules'))) run('npm', ['ci'], peersDir);
  if (!existsSync(join(buildDir, 'pack', 'pack.json')))
    run(
      '/usr/bin/python3',
      '-m sotto_export random --model kokoro --size full --seed 1 --also community --also sherpa --out'
        .split(' ')
        .concat(buildDir),
      join(paths.root, 'models'),
    );
  // kokoro-js reads voices from its own folder alone; all three are to speak with the same one.
  copyFileSync(
    join(buildDir, 'community', 'voices', 'af_heart.bin'),
    join(peersDir, 'node_modules', 'kokoro-js', 'voices', 'af_heart.bin'),
  );
}

function findEspeakData(): string {
  const known = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/share', '/usr/lib'];
  const found = known.map((dir) => join(dir, 'espeak-ng-data')).find((dir) => existsSync(dir));
  if (found === undefined)
    throw new Error('the data of eSpeak NG is missing: apt-get install espeak-ng-data');
  return found;
}

const espeakDataDir = findEspeakData();

function commandOf(program: Program): { args: string[]; modelDir: string } {
  switch (program) {
    case 'sotto':
      return {
        args: [join(paths.root, 'scripts', 'run-ts.mjs'), join(peersDir, 'sotto.ts')],
        modelDir: join(buildDir, 'pack'),
      };
    case 'kokoro-js':
      return { args: [join(peersDir, 'kokoro-js.mjs')], modelDir: join(buildDir, 'community') };
    case 'sherpa-onnx':
      return { args: [join(peersDir, 'sherpa-onnx.mjs')], modelDir: join(buildDir, 'sherpa') };
  }
}

function measure(program: Program, text: string, threads: number): Measured {
  const { args, modelDir } = commandOf(program);
  const order = { modelDir, espeakDataDir, threads, text: PEER_TEXTS[text] };
  const { status, stdout } = spawnSync(process.execPath, [...args, JSON.stringify(order)], {
    cwd: peersDir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0) throw new Error(`${program} failed on ${text}: ${line}`);
  const measured = { program, text, threads, ...(JSON.parse(line) as object) } as Measured;
  console.error(
    `${program.padEnd(12)} ${text.padEnd(12)} ${threads} thread(s): first audio ${Math.round(measured.firstAudioMs)} ms, all ${(measured.totalMs / 1000).toFixed(1)} s for ${(measured.audioMs / 1000).toFixed(1)} s`,
  );
  return measured;
}

prepare();
const measured: Measured[] = [];
const figures: Figure[] = [];
for (const text of options.texts.split(','))
  for (const threads of options.threads.split(',').map(Number)) {
    // A text of 2,000 words takes minutes: once is enough.
    const rounds = text === '2000-words' ? 1 : Number(options.rounds);
    for (let round = 0; round < rounds; round++)
      for (const program of PROGRAMS) measured.push(measure(program, text, threads));
    figures.push(...figuresOf(measured, text, threads));
  }
printFigures(figures);
