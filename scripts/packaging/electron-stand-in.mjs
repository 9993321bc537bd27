/** A folder that electron-builder takes for an unpacked Electron: enough to see what is packed, where the binary cannot be had. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `@electron/fuses` looks for in the binary, and how a fuse is written behind it: version, count, one byte each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;

/** The fuses in the order of their bytes, by their names in `electron-builder.yml`. */
export const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];

/** Makes the stand-in of a Linux Electron, its fuses as Electron ships them. */
export function makeElectronStandIn(folder, version) {
  for (const name of ['resources', 'locales']) mkdirSync(join(folder, name), { recursive: true });
  const fuses = FUSES.map((name) => (name === 'runAsNode' ? '1' : '0')).join('');
  const binary = Buffer.concat([
    Buffer.from(`#!/bin/sh\nexit 1\n${FUSE_SENTINEL}`),
    Buffer.from([FUSE_VERSION, FUSES.length]),
    Buffer.from(fuses),
  ]);
  writeFileSync(join(folder, 'electron'), binary);
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'version'), version);
  for (const locale of ['en-US', 'zh-CN', 'de']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '');
}

/** The fuses of a binary, by name. @throws when there are none */
export function readFuses(binaryFile) {
  const binary = readFileSync(binaryFile);
  const start = binary.indexOf(FUSE_SENTINEL);
  if (start === -1) throw new Error(`${binaryFile} has no fuses`);
  const states = binary.subarray(start + FUSE_SENTINEL.length + 2).toString('latin1');
  return Object.fromEntries(FUSES.map((name, index) => [name, states[index] === '1']));
}
