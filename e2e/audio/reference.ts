import type { Page } from '@playwright/test';
import { createNodeLauncher } from '../../engine/host/node-launcher.js';
import { installationPaths } from '../../engine/host/paths.js';
import { createSpeechService, type SpeechRequest } from '../../engine/services/speech.js';
import { createSupervisor } from '../../engine/services/supervisor.js';
import { systemClock } from '../../engine/shared/clock.js';
import { joinSamples } from '../../engine/shared/join-samples.js';
import { itemsUntil, stateOf } from '../host-calls.js';

/** Lengths of the first segment that the scheduler chooses among: which one depends on the machine's speed. */
const FIRST_SEGMENTS_MS = [2500, 1800, 1200];

/** What the engine rendered, and where one of its chunks followed another. */
export interface Reference {
  readonly samples: Float32Array;
  readonly joins: readonly number[];
}

/**
 * What the engine renders for a request, by itself and undisturbed.
 * @param firstSegmentEnd offset of the character where the observed speech's first segment ended: the request is cut alike
 */
export async function renderReference(request: SpeechRequest, firstSegmentEnd: number): Promise<Reference> {
  const paths = installationPaths(import.meta.url);
  const supervisor = createSupervisor({
    launcher: createNodeLauncher(paths.engineEntry),
    clock: systemClock,
    config: { packs: [{ dir: paths.starterPackDir }] },
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
      if (end === firstSegmentEnd) return { samples: joinSamples(chunks), joins: joinsOf(chunks) };
    }
  } finally {
    await supervisor.dispose();
  }
  throw new Error(`no first segment ends at ${firstSegmentEnd}`);
}

function joinsOf(chunks: readonly Float32Array[]): number[] {
  let at = 0;
  return chunks.slice(0, -1).map(({ length }) => (at += length));
}

/**
 * What the engine renders, undisturbed, for the whole text that the host spoke last, by the chosen voice or
 * another one. The style has to be the pack's own: with another one the host measures a gain first, which is not to be had from outside.
 */
export async function renderLastSpoken(
  page: Page,
  { voice }: { readonly voice?: string } = {},
): Promise<Reference> {
  const { utterance } = await stateOf(page, 'speechState');
  if (utterance === null) throw new Error('nothing was spoken yet');
  const firstSegment = (await itemsUntil(page, 'speechTimeline', 'segment')).at(-1);
  if (firstSegment?.kind !== 'segment') throw new Error('the speech has no segments');
  const { voiceId, paragraphPauseMs, targetLufs } = await stateOf(page, 'settingsWatch');
  const speaker = voice ?? voiceId ?? undefined;
  const { maxSegmentDurationMs } = await stateOf(page, 'planWatch');
  return renderReference(
    {
      text: utterance.text.slice(utterance.startOffset),
      ...(speaker !== undefined && { voice: speaker }),
      plan: { maxSegmentDurationMs, paragraphPauseMs, targetLufs },
    },
    firstSegment.source.end - utterance.startOffset,
  );
}
