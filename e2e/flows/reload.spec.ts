import { openCapturing, takeHeard } from '../audio/heard.js';
import { renderLastSpoken } from '../audio/reference.js';
import { stretchesOf } from '../audio/stretches.js';
import { expect, test } from '../fixtures.js';
import { SpeakView } from '../models/speak-view.js';
import { waitUntilHeard } from '../models/speech.js';
import { Transport } from '../models/transport.js';
import { LONG_TEXT } from './texts.js';

const RATE_HZ = 24_000;
/** What a window that vanishes has put out and not yet reported may be heard again. */
const REPEATED_AT_MOST = 0.05 * RATE_HZ;
const FADE_SAMPLES = 0.01 * RATE_HZ;

test('a window that is reloaded goes on at the sample', async ({ host: { page } }) => {
  await openCapturing(page);
  await new SpeakView(page).speakText(LONG_TEXT);
  await waitUntilHeard(page, 'harbour');
  // The last that is known of the old window: it sounds on until it is gone.
  const before = stretchesOf(await takeHeard(page)).at(0);
  await page.reload();
  await waitUntilHeard(page, 'suitcase');
  const after = stretchesOf(await takeHeard(page)).at(0);
  await new Transport(page).stop.click();
  if (before === undefined || after === undefined) throw new Error('one of the windows was silent');

  const rendered = (await renderLastSpoken(page)).samples;
  expect(before.samples).toEqual(rendered.subarray(0, before.samples.length));
  expect(after.generation).toBe(before.generation);
  expect(after.startSample).toBeGreaterThanOrEqual(before.samples.length - REPEATED_AT_MOST);
  expect(after.samples.subarray(FADE_SAMPLES)).toEqual(
    rendered.subarray(after.startSample + FADE_SAMPLES, after.startSample + after.samples.length),
  );
});
