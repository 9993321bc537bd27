import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.js';
import { callHost, stateOf } from '../host-calls.js';
import { SpeakView } from '../models/speak-view.js';
import {
  expectSpokenFrom,
  expectStatus,
  startSpeech,
  waitUntilHeard,
  waitUntilOver,
} from '../models/speech.js';
import { Transport } from '../models/transport.js';

const FIRST = 'Morning comes early in the harbour.';
const SECOND = 'The boats leave before anyone else is awake.';
const THIRD = 'By noon they are back with whatever the sea gave them.';
const TEXT = `${FIRST} ${SECOND} ${THIRD}`;

function wordsOf(text: string): string[] {
  return text.match(/[\w’']+/g) ?? [];
}

/** Whether the words appear among all in their order, each once. */
function isInOrder(some: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  return some.every((word) => {
    at = all.indexOf(word, at) + 1;
    return at > 0;
  });
}

test('the words are marked one after the other as they are heard', async ({ host: { page } }) => {
  const view = new SpeakView(page);
  const transport = new Transport(page);
  await view.text.fill(FIRST);
  const words = await view.watchWords();
  await startSpeech(page, () => view.speak.click());
  await expect(transport.firstSound).toBeVisible();
  await waitUntilOver(page);

  const all = wordsOf(FIRST);
  // Where the page was held up and the host corrects it, a word may come a second time.
  const seen = [...new Set(await words.seen())];
  expect(isInOrder(seen, all), `${seen.join(' ')} in order`).toBe(true);
  expect(seen[0]).toBe(all[0]);
  expect(seen.at(-1)).toBe(all.at(-1));
  // A busy machine may draw no frame while a short word is heard.
  expect(seen.length).toBeGreaterThan(all.length / 2);
  await expect(view.marked).toHaveCount(0);
  await expect(transport.position).toHaveAttribute('aria-valuetext', /^0:0([1-9]) \/ 0:0\1$/);
});

/** Goes back by sentences. From further into a sentence than a second, the first step leads to its own start. */
async function previousUntil(page: Page, word: string): Promise<void> {
  const { previousSentence } = new Transport(page);
  const stepBack = async (): Promise<number> => {
    await startSpeech(page, () => previousSentence.click());
    return (await stateOf(page, 'speechState')).utterance?.startOffset ?? -1;
  };
  await expect.poll(stepBack, { intervals: [0] }).toBe(TEXT.indexOf(word));
}

test('one goes by sentences and by words, and hears it again', async ({ host: { page } }) => {
  const view = new SpeakView(page);
  const transport = new Transport(page);
  await view.speakText(TEXT);
  await waitUntilHeard(page, 'Morning');
  const words = await view.watchWords();

  await view.clickWord('boats');
  await expectSpokenFrom(page, TEXT, 'boats');
  await waitUntilHeard(page, 'leave');
  expect(await words.seen()).toContain('boats');
  await transport.nextSentence.click();
  await expectSpokenFrom(page, TEXT, 'By noon');
  await previousUntil(page, 'The boats');
  await page.keyboard.press('Alt+ArrowRight');
  await expectSpokenFrom(page, TEXT, 'By noon');
  await transport.stop.click();
  await expectStatus(page, 'idle');

  await transport.replay.click();
  await expectSpokenFrom(page, TEXT, 'Morning');
  await expectStatus(page, 'speaking');
  await transport.stop.click();
});

test('the text and what was spoken are there again after a restart', async ({ host }) => {
  const view = new SpeakView(host.page);
  await view.speakText(SECOND);
  await waitUntilHeard(host.page, 'boats');
  await view.text.fill(TEXT);
  await expect.poll(async () => (await callHost(host.page, 'draftGet', {})).text).toBe(TEXT);

  const page = await host.restart();
  await expect(new SpeakView(page).text).toHaveValue(TEXT);
  await page.getByRole('button', { name: 'Recent' }).click();
  await page.getByRole('menuitem', { name: SECOND }).click();
  await expect(new SpeakView(page).text).toHaveValue(SECOND);
});
