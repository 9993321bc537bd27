import { z } from 'zod';
import { SottoError } from '../../shared/errors.js';
import data from './catalogue.json' with { type: 'json' };

/**
 * The shape of `catalogue.json`: packs that others publish and Sotto can import, with where their files are to be had.
 * A download is a folder as its publisher lays it out; what makes a Sotto pack of it is the import.
 */

/** Words in the languages of the interface. */
const words = z.object({ en: z.string().min(1), 'zh-CN': z.string().min(1) });
const httpsUrl = z.url({ protocol: /^https$/, error: 'an https URL' });

/** A path below the download's folder, of plain names. */
const path = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'plain names parted by slashes');

const file = z.object({
  path,
  /** Only where it is not the entry's `base` followed by the path. */
  url: httpsUrl.exactOptional(),
  bytes: z.int().positive().exactOptional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 lower-case hexadecimal digits')
    .exactOptional(),
});

const entry = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'an id holds small letters, digits, dots and dashes'),
    name: words,
    /** What the download is laid out as, for the import: see `engine/packs/import`. */
    layout: z.enum(['kokoro', 'kitten']),
    about: words,
    /** What the model was trained to speak, as BCP 47 tags; see `spokenLanguages`. */
    languages: z.array(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/)).min(1),
    /** Voices of a download: those of languages that nobody can be read in here are left out. */
    voiceCount: z.int().positive(),
    licence: z.object({ name: z.string().min(1), spdx: z.string().min(1), url: httpsUrl }),
    publisher: z.object({ name: z.string().min(1), url: httpsUrl }),
    /** What a file's path is appended to. */
    base: httpsUrl.refine((url) => url.endsWith('/'), 'ends with a slash'),
    /** Files of every precision. */
    files: z.array(file),
    precisions: z.record(z.string(), z.object({ files: z.array(file).min(1) })),
    defaultPrecision: z.string(),
  })
  .superRefine((one, context) => {
    const problem = (message: string): void => context.addIssue({ code: 'custom', message });
    if (!(one.defaultPrecision in one.precisions))
      problem(`${one.id} has no files in ${one.defaultPrecision}, its default precision`);
    for (const [precision, { files }] of Object.entries(one.precisions)) {
      const paths = [...one.files, ...files].map((each) => each.path.toLowerCase());
      if (new Set(paths).size !== paths.length) problem(`${one.id} names a file twice in ${precision}`);
    }
  });

export const catalogueSchema = z
  .object({ schema: z.literal(1), packs: z.array(entry).min(1) })
  .refine(
    ({ packs }) => new Set(packs.map(({ id }) => id)).size === packs.length,
    'two packs have the same id',
  );

export type Catalogue = z.output<typeof catalogueSchema>;
export type CatalogueEntry = Catalogue['packs'][number];

/** One file of a download, with what is published about it. */
export interface CatalogueFile {
  readonly path: string;
  readonly url: string;
  /** Undefined where the publisher states none. */
  readonly bytes: number | undefined;
  readonly sha256: string | undefined;
}

/** The catalogue that this version of Sotto came with. */
export function readCatalogue(): Catalogue {
  return catalogueSchema.parse(data);
}

/**
 * @throws SottoError `unknown-pack`
 */
export function catalogueEntry(id: string): CatalogueEntry {
  const { packs } = readCatalogue();
  const found = packs.find((one) => one.id === id);
  if (found) return found;
  throw new SottoError({
    code: 'unknown-pack',
    message: `the catalogue has no pack "${id}"`,
    next: `choose one of: ${packs.map((one) => one.id).join(', ')}`,
  });
}

/**
 * Everything that a download of an entry in a precision consists of, the model first.
 * @throws SottoError `bad-input` for a precision that it is not published in
 */
export function catalogueFiles(
  one: CatalogueEntry,
  precision: string = one.defaultPrecision,
): readonly CatalogueFile[] {
  const own = Object.hasOwn(one.precisions, precision) ? one.precisions[precision] : undefined;
  if (!own)
    throw new SottoError({
      code: 'bad-input',
      message: `${one.name.en} is not published in ${precision}`,
      next: `choose one of: ${Object.keys(one.precisions).join(', ')}`,
    });
  return [...own.files, ...one.files].map((each) => ({
    path: each.path,
    url: each.url ?? `${one.base}${each.path}`,
    bytes: each.bytes,
    sha256: each.sha256,
  }));
}

/** Languages of an entry that the front end of Sotto makes phonemes for. */
export function spokenLanguages(one: CatalogueEntry): readonly ('en' | 'zh')[] {
  return (['en', 'zh'] as const).filter((language) =>
    one.languages.some((tag) => tag.split('-')[0] === language),
  );
}

/** What a download of an entry in a precision weighs as far as it is published, in bytes, and how much of it is checked. */
export function downloadSize(
  one: CatalogueEntry,
  precision: string = one.defaultPrecision,
): { readonly bytes: number; readonly isExact: boolean; readonly filesWithoutChecksum: number } {
  const files = catalogueFiles(one, precision);
  return {
    bytes: files.reduce((sum, each) => sum + (each.bytes ?? 0), 0),
    isExact: files.every((each) => each.bytes !== undefined),
    filesWithoutChecksum: files.filter((each) => each.sha256 === undefined).length,
  };
}
