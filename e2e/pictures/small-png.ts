import type { Page } from '@playwright/test';
import { deflateSync } from 'node:zlib';

const MOST_COLOURS = 256;

/** The pixels of a picture, RGBA, as the browser decodes it. */
async function pixelsOf(page: Page, png: Buffer): Promise<{ width: number; height: number; rgba: Buffer }> {
  const decoded = await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('there is no canvas');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = '';
    for (let start = 0; start < data.length; start += 0x8000)
      text += String.fromCharCode(...data.subarray(start, start + 0x8000));
    return { width: bitmap.width, height: bitmap.height, rgba: btoa(text) };
  }, png.toString('base64'));
  return { ...decoded, rgba: Buffer.from(decoded.rgba, 'base64') };
}

/** The colours that occur most; each of the others becomes the nearest of them, which for the edges of letters nobody sees. */
function palette(rgba: Buffer): { colours: number[]; indexOf: (colour: number) => number } {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgba.length; at += 4) {
    const colour = rgba.readUInt32BE(at) >>> 8;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const colours = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_COLOURS)
    .map(([colour]) => colour);
  const known = new Map(colours.map((colour, index) => [colour, index]));
  const nearest = (colour: number): number => {
    let best = 0;
    let least = Infinity;
    colours.forEach((candidate, index) => {
      const distance = [16, 8, 0].reduce(
        (sum, shift) => sum + (((colour >> shift) & 255) - ((candidate >> shift) & 255)) ** 2,
        0,
      );
      if (distance < least) [least, best] = [distance, index];
    });
    known.set(colour, best);
    return best;
  };
  return { colours, indexOf: (colour) => known.get(colour) ?? nearest(colour) };
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** A picture of an interface, which has few colours, with a palette: a third of its size. */
export async function smallPng(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, rgba } = await pixelsOf(page, png);
  const { colours, indexOf } = palette(rgba);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = indexOf(rgba.readUInt32BE((y * width + x) * 4) >>> 8);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
