#!/usr/bin/env node
/**
 * Stands in for 7-Zip, which electron-builder would download, in the one call that a tar.gz needs:
 * `7za a [options] OUT IN`, to compress one file.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const [outFile, inFile] = process.argv.slice(-2);
if (process.argv[2] !== 'a' || !outFile.endsWith('.gz')) {
  console.error(`this stand-in only compresses to .gz: ${process.argv.slice(2).join(' ')}`);
  process.exit(1);
}
await pipeline(createReadStream(inFile), createGzip(), createWriteStream(outFile));
