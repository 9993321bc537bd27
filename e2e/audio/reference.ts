import { createNodeLauncher } from '../../engine/host/node-launcher.js';
import { installationPaths } from '../../engine/host/paths.js';
import { createSpeechService, type SpeechRequest } from '../../engine/services/speech.js';
import { createSupervisor } from '../../engine/services/supervisor.js';
import { systemClock } from '../../engine/shared/clock.js';
import { joinSamples } from '../../engine/shared/join-samples.js';

/** Lengths of the first segment that the scheduler chooses among: which one depends on the machine's speed. */
const FIRST_SEGMENTS_MS = [2500, 1800, 1200];

/**
 * What the engine renders for a request, by itself and undisturbed.
 * @param firstSegmentEnd offset of the character where the observed speech's first segment ended: the request is cut alike
 */
export async function renderReference(
  request: SpeechRequest,
  firstSegmentEnd: number,
): Promise<Float32Array> {
  const paths = installationPaths(import.meta.url);
  const supervisor = createSupervisor({
    launcher: createNodeLauncher(paths.engineEntry),
    clock: systemClock,
    config: { packDir: paths.starterPackDir },
  });
  try {
    const speech = createSpeechService(supervisor, systemClock);
    for (const firstSegmentDurationMs of FIRST_SEGMENTS_MS) {
      const chunks: Float32Array[] = [];
      let end: number | undefined;
      const plan = { ...request.plan, firstSegmentDurationMs, useCache: false };
      for await (const item of speech.speak({ ...request, plan })) {
        if (item.kind === 'segment') end ??= item.source.end;
        if (item.kind === 'audio') chunks.push(item.pcm);
      }
      if (end === firstSegmentEnd) return joinSamples(chunks);
    }
  } finally {
    await supervisor.dispose();
  }
  throw new Error(`no first segment ends at ${firstSegmentEnd}`);
}
