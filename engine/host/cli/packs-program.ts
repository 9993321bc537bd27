import type { Command } from 'commander';
import { unknownCommand } from './unknown-command.js';
import type { DownloadFlags } from './packs-download.js';
import type { ImportFlags, PacksContext } from './packs-import.js';
import type { PacksFlags } from './packs.js';

const HELP = `
A pack is a voice model with its voices: "sotto speak -v PACK/VOICE" speaks with one.
Texts are read in English and Mandarin; what else a model was trained to speak is not spoken here.
A Sotto that runs sees an added or removed pack when Voices or Models is opened in it.
A download that was interrupted goes on where it was when the same command is given again.`;

/** Adds `sotto packs`. */
export function addPacks(program: Command, context: PacksContext): void {
  const packs = program
    .command('packs')
    .description('list, download, import and remove voice models')
    .addHelpText('after', HELP)
    // What is no command of its own goes to the default one, which would call it an argument too many.
    .hook('preSubcommand', ({ args, commands }) => {
      const word = args.find((arg) => !arg.startsWith('-'));
      const names = commands.map((command) => command.name());
      if (word !== undefined && !names.includes(word)) throw unknownCommand('packs', word, names);
    });
  packs
    .command('list', { isDefault: true })
    .description('list the packs that are installed')
    .option('--json', 'as JSON')
    .action(async (flags: PacksFlags) => (await import('./packs.js')).listPacks(flags, context.paths));
  packs
    .command('catalogue')
    .description('list the packs that can be downloaded')
    .option('--json', 'as JSON')
    .action(async (flags: PacksFlags) => (await import('./packs.js')).listCatalogue(flags));
  packs
    .command('info')
    .description('tell of an installed pack, or of one of the catalogue')
    .argument('<pack>', 'its id')
    .option('--json', 'as JSON')
    .action(async (id: string, flags: PacksFlags) =>
      (await import('./packs.js')).showPack(id, flags, context.paths),
    );
  packs
    .command('download')
    .description('download a pack of the catalogue, check it and install it')
    .argument('<pack>', 'its id')
    .option('--precision <name>', 'fp32, fp16 or int8, as published (default: the one of best quality)')
    .option('--proxy <url>', 'an http or https proxy (default: as set in the window, else HTTPS_PROXY)')
    .option('--mirror <url>', 'a mirror of huggingface.co (default: as set in the window)')
    .option('--json', 'what was installed as JSON on standard output, errors as JSON on standard error')
    .action(async (id: string, flags: DownloadFlags) =>
      (await import('./packs-download.js')).download(id, flags, context),
    );
  packs
    .command('import')
    .description('install a model from a folder or a zip file')
    .argument('<path>', 'the folder or zip file')
    .option('--replace', 'take the place of an installed pack of the same id')
    .option('--json', 'what was installed as JSON on standard output, errors as JSON on standard error')
    .action(async (path: string, flags: ImportFlags) =>
      (await import('./packs-import.js')).importFrom(path, flags, context),
    );
  packs
    .command('remove')
    .description('remove an installed pack')
    .argument('<pack>', 'its id')
    .option('--json', 'as JSON')
    .action(async (id: string, flags: PacksFlags) =>
      (await import('./packs.js')).removePack(id, flags, context.paths),
    );
}
