import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { Refusal } from './findings.js';
import { checkCount } from './folder-source.js';
import { LIMITS } from './limits.js';
import { checkSize, type Listing, type SourceFile } from './source.js';

/** Permission bits that say what kind of file a Unix entry is, and the kind "symbolic link". */
const KIND_MASK = 0o170_000;
const SYMBOLIC_LINK = 0o120_000;

/**
 * Lists a zip by its directory; entries are unpacked when they are read.
 * @throws Refusal when it is none, is broken, encrypted or hostile
 */
export async function openZip(path: string): Promise<Listing> {
  const zip = await openPromise(path, {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: true,
  }).catch((thrown: unknown) => {
    throw broken(thrown);
  });
  try {
    return {
      files: await list(zip),
      close() {
        zip.close();
        return Promise.resolve();
      },
    };
  } catch (thrown) {
    zip.close();
    throw thrown instanceof Refusal ? thrown : broken(thrown);
  }
}

async function list(zip: ZipFile): Promise<readonly SourceFile[]> {
  const files = new Map<string, SourceFile>();
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    checkEntry(entry);
    if (files.has(entry.fileName))
      throw new Refusal('zip-duplicate', `the zip holds ${entry.fileName} twice`, { file: entry.fileName });
    files.set(entry.fileName, {
      path: entry.fileName,
      bytes: entry.uncompressedSize,
      read: () => unpack(zip, entry),
    });
    checkCount(files.size);
  }
  return [...files.values()];
}

function checkEntry(entry: Entry): void {
  const file = entry.fileName;
  if (entry.isEncrypted())
    throw new Refusal(
      'zip-encrypted',
      `${file} is encrypted`,
      { file },
      'unpack the zip with its password, and import the folder',
    );
  // The upper half holds Unix permissions where a Unix system made the entry, and nothing of that kind elsewhere.
  if (((entry.externalFileAttributes >>> 16) & KIND_MASK) === SYMBOLIC_LINK)
    throw new Refusal(
      'zip-link',
      `${file} is a link`,
      { file },
      'pack the files themselves in place of links',
    );
  checkSize({ path: file, bytes: entry.uncompressedSize }, LIMITS.fileBytes);
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > LIMITS.zipRatioFromBytes && ratio > LIMITS.zipRatio)
    throw new Refusal(
      'zip-bomb',
      `${file} unpacks to ${Math.round(ratio)} times its size, which no model does`,
      { file, ratio: Math.round(ratio) },
    );
}

/** An entry's contents; that they are complete and whole is known at the end of them. */
async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, void> {
  let checksum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk as Buffer, checksum);
      yield chunk as Buffer;
    }
  } catch (thrown) {
    throw broken(thrown);
  }
  if (checksum !== entry.crc32) throw broken(new Error(`${entry.fileName} does not match its checksum`));
}

/** What the archive's reader objects to. Names that leave the folder are told apart by its own words. */
function broken(thrown: unknown): Refusal {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (/^(absolute path|invalid relative path|invalid characters in fileName)/.test(reason))
    return new Refusal('unsafe-path', `the zip holds a name that leaves the folder (${reason})`, { reason });
  if (/not found.*not a zip file/i.test(reason))
    return new Refusal(
      'zip-broken',
      'this is no zip file, or not all of it is there',
      { reason },
      'download it again, or name the folder or zip of a model',
    );
  if (reason.includes('encrypt'))
    return new Refusal(
      'zip-encrypted',
      'the zip is encrypted',
      { reason },
      'unpack it with its password, and import the folder',
    );
  if (reason.startsWith('unsupported compression'))
    return new Refusal(
      'zip-method',
      'the zip is packed in a way that Sotto does not unpack',
      { reason },
      'unpack it, and import the folder',
    );
  return new Refusal('zip-broken', `the zip is damaged: ${reason}`, { reason }, 'download it again');
}
