import type { Page } from '@playwright/test';

/** A stretch of what the worklet put out. */
export interface HeardBlock {
  readonly generation: number;
  /** Offset of its first sample within the utterance. */
  readonly startSample: number;
  /** When it was handed to the device, in milliseconds since 1970. */
  readonly putOutAtMs: number;
  readonly pcm: Float32Array;
}

/** Loads the window anew with a player that keeps what it puts out. */
export async function openCapturing(page: Page): Promise<void> {
  const address = new URL(page.url());
  address.search = '?capture';
  await page.goto(address.href);
}

/** Takes what the worklet has put out since the last time. */
export async function takeHeard(page: Page): Promise<HeardBlock[]> {
  const taken = await page.evaluate(() => {
    const capture = globalThis.sottoPlayerCapture;
    if (capture === undefined) throw new Error('the window was not opened with openCapturing');
    const blocks = capture.blocks.slice();
    capture.clear();
    const bytes = new Uint8Array(blocks.reduce((sum, { pcm }) => sum + pcm.byteLength, 0));
    let at = 0;
    for (const { pcm } of blocks) {
      bytes.set(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength), at);
      at += pcm.byteLength;
    }
    let text = '';
    // Piece by piece: a call takes only so many arguments.
    for (let start = 0; start < bytes.length; start += 0x8000)
      text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    return {
      pcm: btoa(text),
      heads: blocks.map(({ generation, startSample, putOutAtMs, pcm }) => ({
        generation,
        startSample,
        putOutAtMs,
        sampleCount: pcm.length,
      })),
    };
  });
  const bytes = Uint8Array.from(Buffer.from(taken.pcm, 'base64'));
  const samples = new Float32Array(bytes.buffer);
  let at = 0;
  return taken.heads.map(({ generation, startSample, putOutAtMs, sampleCount }) => {
    const pcm = samples.subarray(at, at + sampleCount);
    at += sampleCount;
    return { generation, startSample, putOutAtMs, pcm };
  });
}
