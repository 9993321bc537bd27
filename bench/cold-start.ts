import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths, percentile, type Figure } from './harness.js';

const RUNS = 7;
const WAV_HEADER_BYTES = 44;

/** From starting the command line, nothing running and nothing cached, to its first sample on standard output. */
export async function coldStart(): Promise<Figure[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await firstSampleMs(`This is start number ${run + 1}.`));
  return [
    { name: 'cold start of the command line, p50', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'cold start of the command line, p95', value: percentile(times, 0.95), unit: 'ms', goal: 1500 },
  ];
}

async function firstSampleMs(text: string): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'sotto-bench-'));
  try {
    const startMs = performance.now();
    const child = spawn(
      process.execPath,
      [join(paths.root, 'bin', 'sotto.mjs'), 'speak', text, '--out', '-'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, SOTTO_HOME: home },
      },
    );
    let firstMs: number | undefined;
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > WAV_HEADER_BYTES) firstMs ??= performance.now() - startMs;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0 || firstMs === undefined) throw new Error(`the command line ended with exit code ${code}`);
    return firstMs;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
