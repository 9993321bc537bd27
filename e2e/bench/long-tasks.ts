import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../../bench/harness.js';
import { longText } from '../../bench/text.js';
import { callHost } from '../host-calls.js';
import type { RunningHost } from '../hosts/host.js';
import { addNarration } from './narrated.js';

const LISTENED_MS = 30_000;

/** Tasks of over 50 ms on the page's main thread while it shows and plays a narration that is being rendered. */
export async function longTasks({ page }: RunningHost): Promise<Figure[]> {
  await page.evaluate(() => (location.hash = '#narrate'));
  const id = await addNarration(page, 'bench.txt', longText(20_000, 3));
  await callHost(page, 'narrationPlay', { id });
  await page.evaluate(() => {
    const tasks = ((globalThis as unknown as { longTasks: number[] }).longTasks = []) as number[];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  await pause(LISTENED_MS);
  const durationsMs = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
  await callHost(page, 'speechStop', {});
  return [
    { name: 'long tasks in half a minute of narration', value: durationsMs.length, unit: '' },
    { name: 'longest of them', value: Math.max(0, ...durationsMs), unit: 'ms' },
  ];
}
