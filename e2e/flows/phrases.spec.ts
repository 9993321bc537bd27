import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.js';
import { callHost, recordEvents, stateOf } from '../host-calls.js';
import { AppWindow } from '../models/app-window.js';
import { PhrasesView } from '../models/phrases-view.js';
import { VoicesView } from '../models/voices-view.js';

const MORNING = 'Good morning.';
const THANKS = 'Thank you so much.';
const TIDE = 'The tide is high.';
const HOME = 'Home in {minutes} minutes.';

async function openWithPhrases(page: Page): Promise<PhrasesView> {
  await new AppWindow(page).show('Phrases');
  const phrases = new PhrasesView(page);
  await phrases.addGroup('Harbour');
  await phrases.add(MORNING);
  await phrases.add(THANKS);
  await phrases.add(HOME, async (editor) => {
    await editor.getByRole('combobox', { name: 'What {minutes} can be' }).click();
    await page.getByRole('option', { name: 'A number' }).click();
    for (const [name, value] of [
      ['From', '5'],
      ['To', '15'],
      ['Step', '5'],
    ] as const)
      await editor.getByRole('spinbutton', { name, exact: true }).fill(value);
  });
  await expect(phrases.tiles).toHaveCount(3);
  return phrases;
}

async function expectAllReady(phrases: PhrasesView, count: number): Promise<void> {
  await expect(phrases.tiles.getByText('ready', { exact: true })).toHaveCount(count, { timeout: 30_000 });
}

async function expectSpoken(page: Page, text: string): Promise<void> {
  await expect
    .poll(async () => (await stateOf(page, 'speechState')).utterance)
    .toMatchObject({ origin: 'phrase', text });
}

test('phrases are made ready, put in order, and spoken by a click or a key', async ({ host }) => {
  const { page } = host;
  const phrases = await openWithPhrases(page);
  await expectAllReady(phrases, 3);

  await phrases.tile(HOME).dragTo(phrases.tile(MORNING), { targetPosition: { x: 10, y: 20 } });
  await expect.poll(() => phrases.names()).toEqual([HOME, MORNING, THANKS]);
  await phrases.speakButton(THANKS).press('Alt+ArrowLeft');
  await expect.poll(() => phrases.names()).toEqual([HOME, THANKS, MORNING]);
  await expect(page.getByRole('status').filter({ hasText: 'place 2 of 3' })).toBeAttached();

  await phrases.speakButton(HOME).click();
  await page.getByRole('group', { name: 'minutes' }).getByRole('button', { name: '10' }).click();
  await expectSpoken(page, 'Home in 10 minutes.');
  await page.keyboard.press('2');
  await expectSpoken(page, THANKS);

  const again = await host.restart();
  await new AppWindow(again).show('Phrases');
  await again.getByRole('tab', { name: 'Harbour' }).click();
  await expect.poll(() => new PhrasesView(again).names()).toEqual([HOME, THANKS, MORNING]);
  await expectAllReady(new PhrasesView(again), 3);
});

test('a change of voice makes exactly those phrases stale that it decides, and they are made ready again', async ({
  host: { page },
}) => {
  const phrases = await openWithPhrases(page);
  await phrases.add(TIDE, async (editor) => {
    await editor.getByRole('combobox', { name: 'Voice' }).click();
    await page.getByRole('option', { name: 'Isla' }).click();
  });
  await expectAllReady(phrases, 4);
  const record = await recordEvents(page, 'phrasesWatch');
  await new AppWindow(page).show('Voices');
  await new VoicesView(page).choose('Otto');
  const stale = async (): Promise<string[]> => {
    const told = (await record.told()).flatMap(({ phrases: entries }) => entries);
    return told.filter(({ state }) => state.kind === 'stale').map(({ text }) => text);
  };
  await expect.poll(stale).toEqual(expect.arrayContaining([MORNING, THANKS, HOME]));
  await new AppWindow(page).show('Phrases');
  await expectAllReady(phrases, 4);
  expect(await stale()).not.toContain(TIDE);
});

test('phrases go out as a file and come in again', async ({ host: { page } }) => {
  const phrases = await openWithPhrases(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    phrases.chooseInMenu('Export as JSON'),
  ]);
  const file = await download.path();
  const exported = JSON.parse(await readFile(file, 'utf8')) as { phrases: { text: string }[] };
  expect(exported.phrases.map(({ text }) => text)).toEqual(expect.arrayContaining([MORNING, THANKS, HOME]));

  const { groups } = await stateOf(page, 'phrasesWatch');
  for (const { id } of groups) await callHost(page, 'groupRemove', { id });
  await expect(phrases.tiles).toHaveCount(0);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('main').getByRole('button', { name: 'Import…' }).click(),
  ]);
  await chooser.setFiles({
    name: 'phrases.json',
    mimeType: 'application/json',
    buffer: await readFile(file),
  });
  const report = page.getByRole('dialog', { name: 'Imported' });
  await expect(report).toContainText(`${exported.phrases.length} phrases were added.`);
  await report.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('tab', { name: 'Harbour' }).click();
  await expect.poll(() => phrases.names()).toEqual([MORNING, THANKS, HOME]);

  const [csv] = await Promise.all([page.waitForEvent('download'), phrases.chooseInMenu('Export as CSV')]);
  expect(await readFile(await csv.path(), 'utf8')).toContain(THANKS);
});
