import { openCapturing, takeHeard } from '../audio/heard.js';
import { soundOf } from '../audio/stretches.js';
import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';
import { AppWindow } from '../models/app-window.js';
import { SpeakView } from '../models/speak-view.js';
import { waitUntilOver } from '../models/speech.js';
import { VoicesView } from '../models/voices-view.js';
import type { Page } from '@playwright/test';

const SENTENCE = 'The lighthouse is open today.';

/** Speaks a sentence to its end. @returns what was put out */
async function hear(page: Page): Promise<Float32Array> {
  await new AppWindow(page).show('Speak');
  await takeHeard(page);
  await new SpeakView(page).speakText(SENTENCE);
  await waitUntilOver(page);
  return soundOf(await takeHeard(page));
}

test('another voice, a style and a faster pace are heard, and are there after a restart', async ({
  host,
}) => {
  const { page } = host;
  await openCapturing(page);
  const app = new AppWindow(page);
  const voices = new VoicesView(page);
  const usual = await hear(page);

  await app.show('Voices');
  await voices.choose('Callum');
  await voices.chooseStyle('Lively');
  const other = await hear(page);
  expect(other).not.toEqual(usual);

  await app.show('Voices');
  await voices.slide('Pace', 'End');
  const fast = await hear(page);
  expect(fast.length).toBeLessThan(other.length * 0.75);

  const again = await host.restart();
  await new AppWindow(again).show('Voices');
  const kept = new VoicesView(again);
  await expect(kept.voice('Callum')).toHaveAttribute('aria-pressed', 'true');
  await expect(kept.style.getByRole('radio', { name: 'Lively' })).toBeChecked();
  await expect(kept.style.getByRole('slider', { name: 'Pace' })).toHaveAttribute(
    'aria-valuetext',
    '2× faster',
  );
});

test('two voices are mixed, saved and heard as one', async ({ host }) => {
  const { page } = host;
  await openCapturing(page);
  const pure = await hear(page);

  await new AppWindow(page).show('Voices');
  const voices = new VoicesView(page);
  await voices.saveMix('Harbour');
  const mixed = await hear(page);
  expect(mixed).not.toEqual(pure);
  const { chosen } = await stateOf(page, 'voicesWatch');

  const again = await host.restart();
  await new AppWindow(again).show('Voices');
  await expect(new VoicesView(again).voice('Harbour')).toHaveAttribute('aria-pressed', 'true');
  const { voices: entries } = await stateOf(again, 'voicesWatch');
  expect(entries.find(({ id }) => id === chosen.voiceId)?.mix).toHaveLength(2);
});

test('voices are found by a word, heard in a preview, and favoured', async ({ host: { page } }) => {
  await new AppWindow(page).show('Voices');
  const voices = new VoicesView(page);
  await page.getByRole('searchbox', { name: 'Search voices' }).fill('scottish');
  await expect(voices.list.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Hear Isla' }).click();
  await expect
    .poll(() => stateOf(page, 'speechState'))
    .toMatchObject({ status: 'speaking', utterance: { origin: 'preview' } });
  await page.getByRole('button', { name: 'Add Isla to favourites' }).click();
  await expect(page.getByRole('button', { name: 'Remove Isla from favourites' })).toBeVisible();
  await page.keyboard.press('Escape');
});
