import { percentile, type Figure } from '../../bench/harness.js';
import { openCapturing } from '../audio/heard.js';
import { callHost, stateOf } from '../host-calls.js';
import type { RunningHost } from '../hosts/host.js';

const CLICKS = 60;
/** Those before are not counted: code that was not yet compiled, a stream that just opened. */
const WARM_UP_CLICKS = 5;

/**
 * From the browser's time stamp of a click on a phrase that is ready to the arrival of the worklet's first block of its
 * sound in the page: the way to the host and back, and the wait for the next block, included.
 */
export async function phraseClick({ page }: RunningHost): Promise<Figure[]> {
  await openCapturing(page);
  const { groups } = await stateOf(page, 'phrasesWatch');
  const phrase = { groupId: groups[0]?.id ?? '', text: 'I will be right back.', label: 'Bench' };
  const { id } = await callHost(page, 'phraseSave', { phrase });
  await page.evaluate(() => (location.hash = '#phrases'));
  const tile = page.getByRole('button', { name: /Bench/ }).first();
  await tile.waitFor();
  let isReady = false;
  while (!isReady) {
    const { phrases } = await stateOf(page, 'phrasesWatch');
    isReady = phrases.find((one) => one.id === id)?.state.kind === 'ready';
  }
  await page.evaluate(() => {
    const capture = globalThis.sottoPlayerCapture;
    if (capture === undefined) throw new Error('the window was not opened with openCapturing');
    const marks = globalThis as unknown as { clickMs?: number; soundMs?: number | undefined };
    window.addEventListener(
      'pointerdown',
      (event) => {
        marks.clickMs = event.timeStamp;
        marks.soundMs = undefined;
        capture.clear();
        awaiting = true;
      },
      { capture: true },
    );
    let awaiting = false;
    const add = capture.add.bind(capture);
    let generation = -1;
    capture.add = (block) => {
      add(block);
      if (awaiting && block.generation > generation) {
        generation = block.generation;
        marks.soundMs = performance.now();
        awaiting = false;
      }
    };
  });
  const latencies: number[] = [];
  for (let click = 0; click < CLICKS + WARM_UP_CLICKS; click++) {
    await tile.click();
    const latencyMs = await page.waitForFunction(() => {
      const marks = globalThis as unknown as { clickMs?: number; soundMs?: number };
      return marks.soundMs === undefined ? undefined : marks.soundMs - (marks.clickMs ?? 0);
    });
    latencies.push((await latencyMs.jsonValue()) ?? Number.NaN);
    await callHost(page, 'speechStop', {});
  }
  const counted = latencies.slice(WARM_UP_CLICKS);
  return [
    {
      name: 'click of a ready phrase to its sound, p50',
      value: percentile(counted, 0.5),
      unit: 'ms',
      goal: 10,
    },
    { name: 'click of a ready phrase to its sound, p95', value: percentile(counted, 0.95), unit: 'ms' },
  ];
}
