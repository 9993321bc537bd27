import { openCapturing, takeHeard } from '../audio/heard.js';
import { renderLastSpoken } from '../audio/reference.js';
import { stretchesOf } from '../audio/stretches.js';
import { expect, test } from '../fixtures.js';
import { SpeakView } from '../models/speak-view.js';
import { expectStatus, waitUntilHeard } from '../models/speech.js';
import { Transport } from '../models/transport.js';
import { LONG_TEXT } from './texts.js';

const RATE_HZ = 24_000;
const SILENT_WITHIN_SAMPLES = 0.05 * RATE_HZ;
const FADE_SAMPLES = 0.01 * RATE_HZ;

test('Escape in the middle of a word is silence within 50 ms', async ({ host: { page } }) => {
  await openCapturing(page);
  await new SpeakView(page).speakText(LONG_TEXT);
  await waitUntilHeard(page, 'harbour');
  const press = await page.evaluateHandle(() => {
    const record = { atMs: 0 };
    const note = (): void => void (record.atMs = Date.now());
    window.addEventListener('keydown', note, { capture: true, once: true });
    return record;
  });
  await page.keyboard.press('Escape');
  const pressedAtMs = await press.evaluate(({ atMs }) => atMs);
  await expectStatus(page, 'idle');
  await expect(new Transport(page).stop).toBeDisabled();

  const heard = await takeHeard(page);
  const after = heard.filter(({ putOutAtMs }) => putOutAtMs > pressedAtMs);
  const samples = after.reduce((sum, { pcm }) => sum + pcm.length, 0);
  expect(heard.length).toBeGreaterThan(after.length);
  expect(samples).toBeLessThanOrEqual(SILENT_WITHIN_SAMPLES);
});

test('a pause loses nothing and repeats nothing', async ({ host: { page } }) => {
  await openCapturing(page);
  const view = new SpeakView(page);
  const transport = new Transport(page);
  await view.speakText(LONG_TEXT);
  await waitUntilHeard(page, 'late');
  await page.keyboard.press('Space');
  await expect(transport.bar.getByRole('status')).toHaveText('Paused');
  const pausedAt = (await takeHeard(page)).flatMap(({ pcm }) => [...pcm]);
  await page.keyboard.press('Space');
  await waitUntilHeard(page, 'suitcase');
  const goneOn = stretchesOf(await takeHeard(page));
  await transport.stop.click();

  const rendered = (await renderLastSpoken(page)).samples;
  const [after] = goneOn;
  if (after === undefined) throw new Error('it did not go on');
  const { startSample, samples } = after;
  // Before the pause: as rendered, then the samples of the fade, each softer than it was rendered.
  const fadeFrom = startSample - FADE_SAMPLES;
  const before = Float32Array.from(pausedAt);
  expect(before.subarray(0, fadeFrom)).toEqual(rendered.subarray(0, fadeFrom));
  before.subarray(fadeFrom).forEach((sample, index) => {
    const whole = index < FADE_SAMPLES ? (rendered[fadeFrom + index] ?? 0) : 0;
    expect(Math.abs(sample)).toBeLessThanOrEqual(Math.abs(whole));
  });
  // After it: the very next samples, rising within as short a time, then as rendered.
  expect(goneOn).toHaveLength(1);
  expect(samples.subarray(FADE_SAMPLES)).toEqual(
    rendered.subarray(startSample + FADE_SAMPLES, startSample + samples.length),
  );
});
