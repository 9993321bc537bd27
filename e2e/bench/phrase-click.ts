import { percentile, type Figure } from '../../bench/harness.js';
import { openCapturing } from '../audio/heard.js';
import { callHost, stateOf } from '../host-calls.js';
import type { RunningHost } from '../hosts/host.js';

const CLICKS = 60;
/** Those before are not counted: code that was not yet compiled, a stream that just opened. */
const WARM_UP_CLICKS = 5;

interface ClickMarks {
  clickMs: number;
}

/**
 * From the browser's time stamp of a press on a phrase that is ready to the block in which the worklet puts its first
 * sample out: the way to the host and back, and the wait for the next block, included.
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
    const marks = globalThis as unknown as ClickMarks;
    window.addEventListener('pointerdown', (event) => (marks.clickMs = event.timeStamp), { capture: true });
  });
  const latencies: number[] = [];
  for (let click = 0; click < CLICKS + WARM_UP_CLICKS; click++) {
    await page.evaluate(() => globalThis.sottoPlayerCapture?.clear());
    await tile.click();
    const latencyMs = await page.waitForFunction(() => {
      const first = globalThis.sottoPlayerCapture?.blocks.find(({ pcm }) =>
        pcm.some((sample) => sample !== 0),
      );
      const { clickMs } = globalThis as unknown as ClickMarks;
      return first && first.putOutAtMs - (performance.timeOrigin + clickMs);
    });
    latencies.push((await latencyMs.jsonValue()) ?? Number.NaN);
    await callHost(page, 'speechStop', {});
    await page.waitForFunction(() => globalThis.sottoPlayerCapture?.blocks.at(-1)?.pcm.at(-1) === 0);
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
