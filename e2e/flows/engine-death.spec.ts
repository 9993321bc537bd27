import type { Page } from '@playwright/test';
import { compareSound } from '../audio/compare.js';
import { openCapturing, takeHeard } from '../audio/heard.js';
import { renderLastSpoken } from '../audio/reference.js';
import { soundOf } from '../audio/stretches.js';
import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';
import { SpeakView } from '../models/speak-view.js';
import { expectStatus, waitUntilHeard, waitUntilOver } from '../models/speech.js';
import { LONG_TEXT } from './texts.js';

/** Kills the engine's process. @returns its id */
async function killEngine(page: Page): Promise<number> {
  const { pid } = await stateOf(page, 'engineWatch');
  if (pid === null) throw new Error('there is no engine');
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Kills every engine that is started. */
async function killUntilGivenUp(page: Page): Promise<void> {
  const killed = new Set<number>();
  await expect
    .poll(
      async () => {
        const { kind, pid } = await stateOf(page, 'engineWatch');
        if (pid !== null && !killed.has(pid)) {
          process.kill(pid, 'SIGKILL');
          killed.add(pid);
        }
        return kind;
      },
      { intervals: [50], timeout: 30_000 },
    )
    .toBe('gave-up');
}

test('the engine dies in the middle of a sentence, and the listener hears nothing of it', async ({
  host: { page },
}) => {
  await openCapturing(page);
  await new SpeakView(page).speakText(LONG_TEXT);
  await waitUntilHeard(page, 'harbour');
  const killed = await killEngine(page);
  await expect.poll(async () => (await stateOf(page, 'engineWatch')).pid ?? killed).not.toBe(killed);
  await waitUntilOver(page);

  const { underrunCount, error } = await stateOf(page, 'speechState');
  expect({ underrunCount, error }).toEqual({ underrunCount: 0, error: null });
  const heard = soundOf(await takeHeard(page));
  const rendered = await renderLastSpoken(page);
  expect(compareSound(heard, rendered.samples)).toEqual({
    leadSamples: 0,
    missingSamples: 0,
    surplusSamples: 0,
    largestDifference: 0,
  });
});

test('an engine that cannot be kept alive is given up, told, and started again by hand', async ({
  host: { page },
}) => {
  const view = new SpeakView(page);
  await view.speakText(LONG_TEXT);
  await waitUntilHeard(page, 'ferry');
  await killUntilGivenUp(page);
  const banner = page.getByRole('main').getByRole('alert');
  await expect(banner).toBeVisible();
  await expect(view.text).toHaveValue(LONG_TEXT);
  await banner.getByRole('button', { name: 'Restart' }).click();
  await expect(banner).toBeHidden();
  await view.speak.click();
  await expectStatus(page, 'speaking');
});
