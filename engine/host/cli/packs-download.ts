import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadSize, type CatalogueEntry } from '../../packs/catalogue/catalogue.js';
import { createDownload } from '../../packs/download/create-download.js';
import type { Download, DownloadSettings } from '../../packs/download/download.js';
import { openJsonStore } from '../../services/json-store.js';
import { isUselessSource } from '../../services/packs/useless-source.js';
import { settingsSchema } from '../../shared/app/settings.js';
import { systemClock } from '../../shared/clock.js';
import { toErrorShape } from '../../shared/errors.js';
import { personPaths } from '../paths.js';
import { DownloadProgress } from './download-progress.js';
import { errorText } from './exit.js';
import { bringIn, printImported, type PacksContext } from './packs-import.js';
import { knownEntry, sizeText, type PacksFlags } from './packs.js';

export interface DownloadFlags extends PacksFlags {
  readonly precision?: string;
  readonly proxy?: string;
  readonly mirror?: string;
}

/** `sotto packs download`: brings a pack of the catalogue, checks it and imports it. Run again, it goes on where it was. */
export async function download(id: string, flags: DownloadFlags, context: PacksContext): Promise<void> {
  const entry = knownEntry(id);
  const precision = flags.precision ?? entry.defaultPrecision;
  const { cacheDir, dataDir } = await personPaths(process.env);
  const work = createDownload({
    ...{ entry, precision, clock: systemClock, random: Math.random },
    // Apart from those of the app, which clears what it did not begin.
    stagingDir: join(cacheDir, 'command-line-downloads'),
    settings: await settingsOf(flags, dataDir),
  });
  process.stderr.write(introduction(entry, precision));
  const folder = await receive(work, context.interruption.signal);
  try {
    await printImported(await bringIn(folder, true, context), flags);
  } catch (thrown) {
    // What cannot be imported is of no use; what only was not yet (no room, stopped) need not be received again.
    if (!isUselessSource(toErrorShape(thrown))) throw thrown;
    await rm(folder, { recursive: true, force: true });
    throw thrown;
  }
  await rm(folder, { recursive: true, force: true });
}

/** Follows a download to its end. An interruption keeps what was received. */
async function receive(work: Download, signal: AbortSignal): Promise<string> {
  const progress = new DownloadProgress(process.stderr);
  work.watch((state) => progress.show(state));
  const interrupted = new Promise<never>((_, reject) => {
    const stop = (): void => {
      void work.pause().then(() => {
        progress.end();
        process.stderr.write('what was received is kept; the same command goes on from there\n');
        reject(signal.reason as Error);
      });
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  work.start();
  try {
    return await Promise.race([work.done, interrupted]);
  } finally {
    progress.end();
  }
}

/** What a person should know before anything is received. */
function introduction(entry: CatalogueEntry, precision: string): string {
  const { filesWithoutChecksum } = downloadSize(entry, precision);
  const lines = [
    `${entry.name.en}, ${precision}: ${sizeText(entry, precision)} from ${entry.publisher.name} (${entry.publisher.url})`,
    `Licence: ${entry.licence.name}, ${entry.licence.url}`,
  ];
  if (filesWithoutChecksum > 0)
    lines.push(
      `No checksum is published for ${filesWithoutChecksum} of its files; the import checks what is in them.`,
    );
  return `${lines.join('\n')}\n`;
}

/** What the command says, then what the window's settings say, then what the environment says of a proxy. */
async function settingsOf({ proxy, mirror }: DownloadFlags, dataDir: string): Promise<DownloadSettings> {
  const store = await openJsonStore({
    file: join(dataDir, 'settings.json'),
    schema: settingsSchema,
    initial: settingsSchema.parse({}),
    onTrouble: (error) => void process.stderr.write(errorText(error)),
  });
  const { downloadProxyUrl, downloadMirrorUrl } = store.get();
  const { HTTPS_PROXY, https_proxy: lowerCase } = process.env;
  return {
    proxyUrl: proxy ?? (downloadProxyUrl || (HTTPS_PROXY ?? lowerCase ?? '')),
    mirrorUrl: mirror ?? downloadMirrorUrl,
  };
}
