import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command, type CommanderError } from 'commander';
import type { EngineLauncher } from '../../services/launcher.js';
import type { InstallationPaths } from '../paths.js';
import type { CacheAction } from './cache.js';
import type { DoctorFlags } from './doctor.js';
import { CONTROL_RANGES as RANGES, PAUSE_MARKS, rangeText } from './control-ranges.js';
import { EXIT } from './exit.js';
import type { Interruption } from './interruption.js';
import { addPacks } from './packs-program.js';
import type { PhonemesFlags } from './phonemes.js';
import type { ServeFlags } from './serve.js';
import type { SpeakFlags } from './speak-options.js';
import { unknownCommand } from './unknown-command.js';

export interface ProgramContext {
  readonly paths: InstallationPaths;
  readonly launcher: EngineLauncher;
  readonly interruption: Interruption;
}

/** Exit code for what commander refused or answered by itself (`--help`). */
export function exitCodeOfParser(error: CommanderError): number {
  return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}

/** They are told apart before the parser is loaded (`main.ts`), because a shortcut's key is waited for. */
const RUNNING_INSTANCE_HELP = `
To the Sotto that is running:
  --speak-selection    speak what is selected in the application in front
  --speak-clipboard    speak what was copied
  --quick              open quick speak
  --stop               be silent`;

/**
 * The command line. Each command's module is loaded when it runs, so that `--help` and `voices` do not pay for the
 * speech client, nor `speak` for the text front end.
 */
export function createProgram(context: ProgramContext): Command {
  const program = new Command('sotto')
    .description('Speaks text in natural voices, on your own machine.')
    .version(versionOf(context.paths), '-V, --version')
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'sotto: ')),
    })
    .addHelpText('after', RUNNING_INSTANCE_HELP)
    .on('command:*', ([word = '']: string[]) => {
      const names = program.commands.map((command) => command.name());
      throw unknownCommand(null, word, names);
    });
  addSpeak(program, context);
  program
    .command('serve')
    .description('show the window in a browser, on this machine alone')
    .option('--port <n>', 'listen here (default: any free port)')
    .option('--no-open', 'print the address and open no browser')
    .action(async (flags: ServeFlags) =>
      (await import('./serve.js')).serve(flags, { ...context, version: versionOf(context.paths) }),
    );
  program
    .command('voices')
    .description('list the voices and their styles')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => (await import('./voices.js')).voices(flags, context.paths));
  addPacks(program, context);
  program
    .command('phonemes')
    .description('show what will be said, span by span')
    .argument('[text...]', 'the text; "-" or nothing reads standard input')
    .option('--json', 'as JSON')
    .option('--lines', 'each line of standard input is a text of its own')
    .option('--max-segment <s>', 'longest segment in seconds (default: 5)')
    .action(async (words: string[], flags: PhonemesFlags) =>
      (await import('./phonemes.js')).phonemes(words, flags, context.paths, context.interruption.signal),
    );
  program
    .command('doctor')
    .description('check this machine, the voices, the engine and the caches')
    .option('--json', 'as JSON')
    .action(async (flags: DoctorFlags) => (await import('./doctor.js')).doctor(flags, context));
  program
    .command('cache')
    .description('look into the phrase cache, or clean it')
    .addArgument(new Argument('[action]').choices(['stats', 'clear', 'verify', 'path']).default('stats'))
    .option('--json', 'as JSON')
    .action(async (action: CacheAction, flags: { json?: boolean }) =>
      (await import('./cache.js')).cache(action, flags),
    );
  return program;
}

const collect = (value: string, previous: readonly string[] = []): string[] => [...previous, value];

function addSpeak(program: Command, context: ProgramContext): void {
  program
    .command('speak')
    .description('speak a text: aloud, or to a file with --out')
    .argument('[text...]', 'the text; "-" or nothing reads standard input, line by line')
    .option('-f, --file <file>', 'read the text from a file')
    .option('-v, --voice <voice>', 'who speaks (see `sotto voices`)')
    .option('-s, --style <style>', 'neutral, calm, lively, whisper')
    .option('--pace <x>', `1 is the usual pace, 2 twice as fast; ${rangeText(RANGES.pace)}`)
    .option('--pitch <st>', `semitones higher or lower; ${rangeText(RANGES.pitch)}`)
    .option('--range <x>', `1 is the usual melody, 0 monotone; ${rangeText(RANGES.range)}`)
    .option('--energy <db>', `vocal effort in dB; ${rangeText(RANGES.energy)}`)
    .option('--noise <x>', `variation of prosody; ${rangeText(RANGES.noise)}`)
    .option(
      '--pause <mark=ms>',
      `pause at a mark, such as comma=200, ${rangeText(RANGES.pause)}; may be given again; marks: ` +
        Object.keys(PAUSE_MARKS).join(', '),
      collect,
    )
    .option('-o, --out <file>', 'write audio here instead of playing it; "-" is standard output')
    .option('--format <format>', 'wav, flac, mp3, wav-f32, s16 or f32 (default: by the name, else wav)')
    .option('--timings <file>', 'write segments, words and spans with their times as JSON')
    .option('--max-segment <s>', 'longest segment in seconds (default: 5)')
    .option('--exact', 'decode sentences whole where parts only resemble them; the first sound comes later')
    .option('--no-cache', 'neither look up nor keep phrases')
    .option('--json', 'a summary as JSON on standard output, errors as JSON on standard error')
    .action(async (words: string[], flags: SpeakFlags) =>
      (await import('./speak.js')).speak(words, flags, context),
    );
}

function versionOf(paths: InstallationPaths): string {
  const manifest: unknown = JSON.parse(readFileSync(join(paths.root, 'package.json'), 'utf8'));
  const isObject = typeof manifest === 'object' && manifest !== null;
  return isObject && 'version' in manifest ? String(manifest.version) : 'unknown';
}
