import { expect, type Page } from '@playwright/test';
import type { SpeechPosition, SpeechState, SpeechTimelineItem } from '../../engine/shared/app/speech.js';
import { stateOf } from '../host-calls.js';

/** Until the speech has come to a word: its first sample was heard. */
export async function waitUntilHeard(page: Page, word: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    const port = await window.sotto.connect();
    let state: SpeechState | undefined;
    let position: SpeechPosition | undefined;
    let timeline: SpeechTimelineItem[] = [];
    const startSample = (): number | undefined => {
      if (!state?.utterance) return undefined;
      const { text, startOffset, id } = state.utterance;
      const offset = text.indexOf(wanted, startOffset);
      const words = timeline.flatMap((item) =>
        item.kind === 'segment' && item.utteranceId === id ? item.words : [],
      );
      return words.find(({ source }) => source.start <= offset && offset < source.end)?.startSample;
    };
    try {
      await new Promise<void>((resolve, reject) => {
        port.onMessage((message) => {
          const frame = message as { type: string; id: number; item: unknown };
          if (frame.type !== 'item') {
            reject(new Error(`the host ended it: ${JSON.stringify(frame)}`));
            return;
          }
          if (frame.id === 1) state = frame.item as SpeechState;
          if (frame.id === 2) {
            const item = frame.item as SpeechTimelineItem;
            timeline = item.kind === 'begin' ? [item] : [...timeline, item];
          }
          if (frame.id === 3) position = frame.item as SpeechPosition;
          const start = startSample();
          const isThere = position?.utteranceId === state?.utterance?.id;
          if (start !== undefined && position && isThere && position.playedSamples > start) resolve();
        });
        ['speechState', 'speechTimeline', 'speechPosition'].forEach((call, index) =>
          port.send({ type: 'call', id: index + 1, call, input: {} }),
        );
      });
    } finally {
      port.close();
    }
  }, word);
}

/** Does what starts a speech, and waits until the host has begun with it: until then it is as silent as at its end. */
export async function startSpeech(page: Page, start: () => Promise<unknown>): Promise<void> {
  const idNow = async (): Promise<number> => (await stateOf(page, 'speechState')).utterance?.id ?? 0;
  const before = await idNow();
  await start();
  await expect.poll(idNow).toBeGreaterThan(before);
}

/** Until the speech that has begun is over. */
export async function waitUntilOver(page: Page): Promise<void> {
  await expect
    .poll(async () => (await stateOf(page, 'speechState')).status, { timeout: 50_000 })
    .toBe('idle');
}

/** Until the host speaks a text from a word on. */
export async function expectSpokenFrom(page: Page, text: string, word: string): Promise<void> {
  await expect
    .poll(async () => (await stateOf(page, 'speechState')).utterance)
    .toMatchObject({ text, startOffset: text.indexOf(word) });
}

/** Until the speech stands like this. */
export async function expectStatus(page: Page, status: SpeechState['status']): Promise<void> {
  await expect.poll(async () => (await stateOf(page, 'speechState')).status).toBe(status);
}
