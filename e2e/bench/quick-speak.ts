import { percentile, type Figure } from '../../bench/harness.js';
import { sendToInstance } from '../../engine/host/instance/instance-client.js';
import { personPaths } from '../../engine/host/paths.js';
import type { RunningHost } from '../hosts/host.js';

const OPENINGS = 20;

/**
 * From the request that a hotkey sends to the running instance to the moment at which the warm quick-speak page takes
 * keys. The window system's own work of showing a window is not in it: the browser shows the page all the time.
 */
export async function quickSpeak(host: RunningHost): Promise<Figure[]> {
  const page = await host.openQuickSpeak();
  const line = page.getByRole('textbox');
  await line.waitFor();
  const { instance } = await personPaths({ ...process.env, SOTTO_HOME: host.homeDir });
  const latencies: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    await page.evaluate(() => performance.clearMarks('quick-ready'));
    const askedMs = Date.now();
    await sendToInstance(instance, { kind: 'quick' });
    const ready = await page.waitForFunction(() => {
      const mark = performance.getEntriesByName('quick-ready').at(-1);
      return mark === undefined ? undefined : performance.timeOrigin + mark.startTime;
    });
    latencies.push(((await ready.jsonValue()) ?? Number.NaN) - askedMs);
    await line.press('Escape');
  }
  await page.close();
  return [
    {
      name: 'quick speak asked for to taking keys, p50',
      value: percentile(latencies, 0.5),
      unit: 'ms',
      goal: 150,
    },
    {
      name: 'quick speak asked for to taking keys, p95',
      value: percentile(latencies, 0.95),
      unit: 'ms',
      goal: 150,
    },
  ];
}
