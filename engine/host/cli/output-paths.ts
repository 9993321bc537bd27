import { realpath } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { AUDIO_FORMATS } from '../../export/audio-writer.js';
import { usageError, type SpeakFlags } from './speak-options.js';

/** Names that promise a format which is not written here. */
const OTHER_FORMATS: ReadonlySet<string> = new Set(['.ogg', '.opus', '.m4a', '.aac']);

/**
 * Looks at the files that a command names before any is opened.
 * @throws SottoError `bad-input` when one of them would overwrite another, or its name promises another format
 */
export async function checkOutputPaths(flags: Pick<SpeakFlags, 'file' | 'out' | 'timings'>): Promise<void> {
  const ending = extname(flags.out ?? '').toLowerCase();
  if (OTHER_FORMATS.has(ending)) {
    throw usageError(
      `--out cannot write ${ending} files`,
      `formats: ${AUDIO_FORMATS.join(', ')}; name a file such as speech.wav`,
    );
  }
  const optionOf = new Map<string, string>();
  for (const option of ['file', 'out', 'timings'] as const) {
    const path = flags[option];
    if (path === undefined || path === '' || path === '-') continue;
    const place = await placeOf(path);
    const other = optionOf.get(place);
    if (other !== undefined && !place.startsWith('/dev/')) {
      throw usageError(`${other} and --${option} name the same file: ${path}`, 'name two files');
    }
    optionOf.set(place, `--${option}`);
  }
}

/** Where a path leads, links followed as far as they exist; a path that leads nowhere is refused when it is opened. */
async function placeOf(path: string): Promise<string> {
  const full = resolve(path);
  const folder = await realpath(dirname(full)).catch(() => dirname(full));
  const inFolder = join(folder, basename(full));
  return realpath(inFolder).catch(() => inFolder);
}
