/**
 * Memory of the engine process with a pack, for its manifest's `memory` record:
 * node scripts/run-ts.mjs models/tools/measure-memory.ts [PACK_FOLDER] [THREADS]
 * `<precision>Bytes` is loaded less empty, `segmentSecondBytes` the slope of the peak over the longest segment, and
 * `baseBytes` what then remains of the peak. A fresh process for every segment length; resident memory is read from the process's own high-water mark.
 */
import { readFile } from 'node:fs/promises';
import { installationPaths } from '../../engine/host/paths.js';
import { createNodeLauncher } from '../../engine/host/node-launcher.js';
import { createSpeechService } from '../../engine/services/speech.js';
import { createSupervisor } from '../../engine/services/supervisor.js';
import { systemClock } from '../../engine/shared/clock.js';

const MEGABYTE = 1024 * 1024;
const paths = installationPaths(import.meta.url);
const packDir = process.argv[2] ?? paths.starterPackDir;
const threads = Number(process.argv[3] ?? 1);

/** Before the model is loaded, which the engine's own status would do. Linux only. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

// Without full stops, so that segments reach the longest that they may be.
const text = 'and the boat was tied to the old pier where nobody had used it since the summer '.repeat(60);

for (const maxSegmentDurationMs of [1000, 2000, 5000, 10_000, 20_000]) {
  const supervisor = createSupervisor({
    launcher: createNodeLauncher(paths.engineEntry),
    clock: systemClock,
    config: { packs: [{ dir: packDir }], threads, hotCacheBytes: 0 },
  });
  const { client, pid } = await supervisor.connect();
  const empty = await residentBytes(pid);
  const { memory: bare } = await client.status({});
  await client.warm({});
  const { memory: warm } = await client.status({});
  const speech = createSpeechService(supervisor, systemClock);
  const plan = { maxSegmentDurationMs, firstSegmentDurationMs: maxSegmentDurationMs, useCache: false };
  let longest = 0;
  for await (const item of speech.speak({ text, plan }))
    if (item.kind === 'segment') longest = Math.max(longest, item.sampleCount);
  const { memory: spoken } = await client.status({});
  const mb = (bytes: number): string => (bytes / MEGABYTE).toFixed(1).padStart(7);
  console.log(
    `segments of ${maxSegmentDurationMs} ms (longest ${(longest / 24_000).toFixed(1)} s):`,
    `empty ${mb(empty)}, loaded ${mb(bare.rssBytes)}, warm ${mb(warm.rssBytes)}, spoken ${mb(spoken.rssBytes)}, peak ${mb(spoken.peakRssBytes)} MB`,
  );
  await supervisor.dispose();
}
