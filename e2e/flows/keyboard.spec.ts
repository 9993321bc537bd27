import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';
import { AppWindow, type ViewName } from '../models/app-window.js';
import { tabTo } from '../models/keyboard.js';
import { PhrasesView } from '../models/phrases-view.js';
import { SpeakView } from '../models/speak-view.js';
import { expectSpokenFrom, expectStatus } from '../models/speech.js';
import { VoicesView } from '../models/voices-view.js';
import { LONG_TEXT } from './texts.js';

async function goTo(page: Page, view: ViewName): Promise<void> {
  await tabTo(page, new AppWindow(page).navigation.getByRole('button', { name: view }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: view }).waitFor();
}

test('text is spoken, paused and stopped by keys alone', async ({ host: { page } }) => {
  await tabTo(page, new SpeakView(page).text);
  await page.keyboard.insertText(LONG_TEXT);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expectStatus(page, 'speaking');
  await page.keyboard.press('Alt+ArrowRight');
  await expectSpokenFrom(page, LONG_TEXT, 'A woman');
  await page.keyboard.press('Escape');
  await expectStatus(page, 'idle');

  await page.keyboard.press('F1');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('a voice, a style and a pace are chosen by keys alone', async ({ host: { page } }) => {
  await goTo(page, 'Voices');
  const voices = new VoicesView(page);
  await tabTo(page, voices.voice('Otto'));
  await page.keyboard.press('Space');
  await expect(voices.voice('Otto')).toHaveAttribute('aria-pressed', 'true');
  await tabTo(page, voices.style.getByRole('radio', { name: 'Neutral' }));
  await page.keyboard.press('ArrowRight');
  await expect(voices.style.getByRole('radio', { name: 'Calm' })).toBeChecked();
  await tabTo(page, voices.style.getByRole('slider', { name: 'Pace' }));
  await page.keyboard.press('ArrowRight');
  await expect(voices.style.getByText('1.05× faster')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a phrase is made, moved and spoken by keys alone', async ({ host: { page } }) => {
  await goTo(page, 'Phrases');
  const phrases = new PhrasesView(page);
  await tabTo(page, page.getByRole('button', { name: 'New phrase' }));
  await page.keyboard.press('Enter');
  await expect(phrases.editor.getByRole('textbox', { name: 'Text', exact: true })).toBeFocused();
  await page.keyboard.insertText('The kettle is on.');
  await tabTo(page, phrases.editor.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await expect(phrases.editor).toBeHidden();

  const kettle = phrases.speakButton('The kettle is on.');
  await tabTo(page, kettle);
  const { length } = await phrases.names();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(async () => (await phrases.names()).indexOf('The kettle is on.')).toBe(length - 2);
  await expect(kettle).toBeFocused();
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await stateOf(page, 'speechState')).utterance?.text)
    .toBe('The kettle is on.');
});

test('files and settings are reached by keys alone', async ({ host: { page } }) => {
  await goTo(page, 'Narrate');
  await tabTo(page, page.getByRole('button', { name: 'Add files…' }));
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles([]);

  await goTo(page, 'Settings');
  await tabTo(
    page,
    page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Appearance' }),
  );
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('combobox', { name: 'Theme' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await stateOf(page, 'settingsWatch')).theme).not.toBe('system');
});
