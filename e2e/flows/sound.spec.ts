import { compareSound, largestJoinStep } from '../audio/compare.js';
import { openCapturing, takeHeard } from '../audio/heard.js';
import { renderLastSpoken } from '../audio/reference.js';
import { soundOf } from '../audio/stretches.js';
import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';
import { SpeakView } from '../models/speak-view.js';
import { waitUntilOver } from '../models/speech.js';

const TEXT =
  'The harbour was quiet. Two boats came in with the tide, and a third one waited outside until the light had changed.';

test('what is heard is what the engine renders, sample by sample', async ({ host: { page } }) => {
  await openCapturing(page);
  await new SpeakView(page).speakText(TEXT);
  await waitUntilOver(page);
  const heard = soundOf(await takeHeard(page));
  const rendered = await renderLastSpoken(page);

  expect(compareSound(heard, rendered.samples)).toEqual({
    leadSamples: 0,
    missingSamples: 0,
    surplusSamples: 0,
    largestDifference: 0,
  });
  expect(rendered.joins.length).toBeGreaterThan(3);
  expect(largestJoinStep(heard, rendered.joins)).toBeLessThanOrEqual(1.2);
  const { underrunCount } = await stateOf(page, 'speechState');
  expect(underrunCount).toBe(0);
});
