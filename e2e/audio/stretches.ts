import type { HeardBlock } from './heard.js';

/** Samples that came out one after the other. */
export interface Stretch {
  readonly generation: number;
  /** Offset of the first sample within the utterance. */
  readonly startSample: number;
  readonly samples: Float32Array;
}

/**
 * Joins blocks that follow each other. A fade (of a pause, a stop or a gap) does not: its samples have been counted as
 * played before it is put out, so that each of its blocks says where the sound will go on and is a stretch of its own.
 */
export function stretchesOf(blocks: readonly HeardBlock[]): Stretch[] {
  const runs: HeardBlock[][] = [];
  for (const block of blocks) {
    const last = runs.at(-1)?.at(-1);
    const isNext =
      last?.generation === block.generation && last.startSample + last.pcm.length === block.startSample;
    if (isNext) runs.at(-1)?.push(block);
    else runs.push([block]);
  }
  return runs.map((run) => ({
    generation: run[0]?.generation ?? 0,
    startSample: run[0]?.startSample ?? 0,
    samples: soundOf(run),
  }));
}

/** Everything that was put out, in its order. */
export function soundOf(blocks: readonly HeardBlock[]): Float32Array {
  const samples = new Float32Array(blocks.reduce((sum, { pcm }) => sum + pcm.length, 0));
  let at = 0;
  for (const { pcm } of blocks) {
    samples.set(pcm, at);
    at += pcm.length;
  }
  return samples;
}
