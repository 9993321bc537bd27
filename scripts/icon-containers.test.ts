import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { icns, ico } from './icon-containers.mjs';

const picture = (size: number): { size: number; png: Buffer } => ({
  size,
  png: Buffer.from(`png of ${size}`),
});
const asset = (name: string): string => fileURLToPath(new URL(`../assets/${name}`, import.meta.url));

describe('a Windows icon', () => {
  it('lists its pictures and where they lie', () => {
    const file = ico([picture(16), picture(256)]);
    expect([file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([1, 2]);
    expect([file.readUInt8(6), file.readUInt8(22)]).toEqual([16, 0]);
    const offset = file.readUInt32LE(22 + 12);
    expect(file.subarray(offset, offset + file.readUInt32LE(22 + 8)).toString()).toBe('png of 256');
  });
});

describe('an Apple icon', () => {
  it('holds each picture under the types of its size', () => {
    const file = icns([picture(32), picture(1024)]);
    expect(file.readUInt32BE(4)).toBe(file.length);
    const types: string[] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
      types.push(file.toString('ascii', at, at + 4));
    expect(types).toEqual(['icp5', 'ic11', 'ic10']);
  });
});

describe('the icons that are kept', () => {
  it('are there for each system', () => {
    for (const name of ['icon.ico', 'icon.icns', 'icons/512x512.png', 'tray/idleTemplate@2x.png'])
      expect(existsSync(asset(name))).toBe(true);
    expect(readFileSync(asset('icon.icns')).toString('ascii', 0, 4)).toBe('icns');
    expect(readFileSync(asset('icon.svg'), 'utf8')).toBe(
      readFileSync(fileURLToPath(new URL('../renderer/public/icon.svg', import.meta.url)), 'utf8'),
    );
  });
});
