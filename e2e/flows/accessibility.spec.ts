import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.js';
import { AppWindow } from '../models/app-window.js';
import { SECTIONS, SettingsView } from '../models/settings-view.js';
import { SpeakView } from '../models/speak-view.js';
import { waitUntilHeard } from '../models/speech.js';
import { Transport } from '../models/transport.js';
import { LONG_TEXT } from './texts.js';

const THEMES = ['light', 'dark'] as const;

/** Nothing that keeps somebody out, in either theme. */
async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of THEMES) {
    // Whatever fades in would be measured half transparent.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    expect.soft(grave, `${what}, ${colorScheme}`).toEqual([]);
  }
}

test('the views', async ({ host: { page } }) => {
  const app = new AppWindow(page);
  await new SpeakView(page).speakText(LONG_TEXT);
  await waitUntilHeard(page, 'late');
  await new Transport(page).pause.click();
  await expectAccessible(page, 'Speak, paused');
  for (const view of ['Voices', 'Models', 'Phrases', 'Narrate'] as const) {
    await app.show(view);
    await expectAccessible(page, view);
  }
  await app.show('Phrases');
  await page.getByTitle('List', { exact: true }).click();
  await expectAccessible(page, 'Phrases as a list');
});

test('the settings', async ({ host: { page } }) => {
  await new AppWindow(page).show('Settings');
  for (const name of SECTIONS) {
    await new SettingsView(page).show(name);
    await expectAccessible(page, `Settings, ${name}`);
  }
});

test('the dialogs', async ({ host: { page } }) => {
  const app = new AppWindow(page);
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'Shortcuts');
  await close();
  await app.show('Voices');
  await page.getByRole('button', { name: 'Mix voices…' }).click();
  await expectAccessible(page, 'Mix');
  await close();
  await page.getByRole('button', { name: 'Save as style…' }).click();
  await expectAccessible(page, 'Name of a style');
  await close();
  await app.show('Models');
  await page.getByRole('button', { name: 'Import from a path…' }).click();
  await expectAccessible(page, 'Import from a path');
  await close();
  await page
    .getByRole('button', { name: /^Get .+…$/ })
    .first()
    .click();
  await expectAccessible(page, 'Get a model');
  await close();
  await app.show('Speak');
  await page.getByRole('combobox', { name: 'Voice' }).click();
  await page.getByRole('option').first().waitFor();
  await expectAccessible(page, 'Voice picker');
  await page.keyboard.press('Escape');
  await app.show('Phrases');
  await page.getByRole('button', { name: 'New phrase' }).click();
  const editor = page.getByRole('dialog');
  await editor.getByRole('textbox', { name: 'Text', exact: true }).fill('Back at {time}, {name}.');
  await expectAccessible(page, 'Phrase');
  await close();
  await page.getByRole('button', { name: 'Speak Back in {minutes} minutes.' }).click();
  await page.getByRole('group', { name: 'minutes' }).waitFor();
  await expectAccessible(page, 'Slots');
  await close();
  await page.getByRole('button', { name: 'More for Yes, please.' }).click();
  await page.getByRole('menu').waitFor();
  await expectAccessible(page, 'A menu');
});

test('quick speak', async ({ host }) => {
  const quick = await host.openQuickSpeak();
  await quick.getByRole('textbox').fill('Hello.');
  await expectAccessible(quick, 'Quick speak');
});

test.describe('before anything else', () => {
  test.use({ startsFresh: true });

  test('the first run', async ({ host: { page } }) => {
    const dialog = page.getByRole('dialog', { name: 'Welcome to Sotto' });
    for (const step of [1, 2, 3]) {
      await expect(dialog.getByText(`Step ${step} of 3`)).toBeVisible();
      await expectAccessible(page, `First run, step ${step}`);
      if (step < 3) await dialog.getByRole('button', { name: 'Next' }).click();
    }
  });
});
