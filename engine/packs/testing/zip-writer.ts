import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip; what is stated of it may be false, to see what a reader makes of that. */
export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array;
  readonly isDeflated?: boolean;
  /** Sets the bit that says so; nothing is encrypted. */
  readonly isEncrypted?: boolean;
  /** Unix permissions with the kind of file, such as 0o120777 for a symbolic link. */
  readonly unixMode?: number;
  /** In place of the true one. */
  readonly checksum?: number;
  /** Size of the unpacked data, in place of the true one. */
  readonly statedBytes?: number;
}

const REGULAR_FILE = 0o100_644;
const UTF8_NAMES = 0x08_00;
const ENCRYPTED = 1;
/** What traditional encryption puts before the data. */
const ENCRYPTION_HEADER_BYTES = 12;
const DEFLATED = 8;
const MADE_BY_UNIX = 0x03_14;

/** Writes a zip. Source of the format: PKWARE's APPNOTE.TXT, sections 4.3.7 to 4.3.16. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, isDeflated = false, isEncrypted = false, ...entry } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const contents = isDeflated ? deflateRawSync(data) : Buffer.from(data);
    const packed = isEncrypted ? Buffer.concat([Buffer.alloc(ENCRYPTION_HEADER_BYTES), contents]) : contents;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(UTF8_NAMES | (isEncrypted ? ENCRYPTED : 0), 2);
    common.writeUInt16LE(isDeflated ? DEFLATED : 0, 4);
    common.writeUInt32LE(entry.checksum ?? crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.statedBytes ?? data.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);

    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02_01_4b_50, 0);
    header.writeUInt16LE(MADE_BY_UNIX, 4);
    common.copy(header, 6);
    header.writeUInt32LE(((entry.unixMode ?? REGULAR_FILE) << 16) >>> 0, 38);
    header.writeUInt32LE(offset, 42);
    directory.push(header, nameBytes);

    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed]);
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}
