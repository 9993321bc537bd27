import { expect, test } from '../fixtures.js';
import { callHost, stateOf } from '../host-calls.js';
import { AppWindow } from '../models/app-window.js';
import { SettingsView } from '../models/settings-view.js';
import { SpeakView } from '../models/speak-view.js';
import { expectStatus } from '../models/speech.js';

const SECRET = 'The password of the harbour is marzipan.';
const MEBIBYTE = 1024 * 1024;

test('another budget buys another plan, and the words beside it say which', async ({ host: { page } }) => {
  await new AppWindow(page).show('Settings');
  const memory = await new SettingsView(page).show('Memory');
  const budget = memory.getByRole('slider', { name: 'Memory budget' });
  await budget.press('Home');
  await expect.poll(async () => (await stateOf(page, 'planWatch')).budgetBytes).toBe(256 * MEBIBYTE);
  const small = await stateOf(page, 'planWatch');
  await expect(memory.getByText(/instead of|Even the smallest/).first()).toBeVisible();

  await budget.press('End');
  await expect(memory.getByText('Everything fits: more memory would buy nothing.')).toBeVisible();
  await expect
    .poll(async () => (await stateOf(page, 'planWatch')).expectedBytes)
    .toBeGreaterThan(small.expectedBytes);
});

test('keys that are in use are not taken twice', async ({ host: { page } }) => {
  await new AppWindow(page).show('Settings');
  const hotkeys = await new SettingsView(page).show('Hotkeys');
  const { capabilities } = await callHost(page, 'hostInfo', {});
  const quickSpeak = hotkeys.getByRole('button', { name: /^Quick speak/ });
  if (capabilities.globalHotkeys) {
    const { hotkeys: keys } = await stateOf(page, 'settingsWatch');
    await quickSpeak.click();
    await page.keyboard.press(keys.stop.replace('CommandOrControl', 'ControlOrMeta'));
    await expect(page.getByText(/Also used by|in use/)).toBeVisible();
  } else {
    // A page cannot take keys from other programs: it says so, and how a desktop's own shortcuts reach it.
    await expect(quickSpeak).toBeDisabled();
    await expect(hotkeys.getByText('sotto --quick')).toBeVisible();
  }
  const { hotkeys: keys } = await stateOf(page, 'settingsWatch');
  const patch = { hotkeys: { ...keys, quickSpeak: keys.stop } };
  await expect(callHost(page, 'settingsChange', { patch })).rejects.toThrow('hotkey-conflict');
});

test('theme and language change at once and stay', async ({ host }) => {
  const { page } = host;
  await new AppWindow(page).show('Settings');
  const settings = new SettingsView(page);
  const appearance = await settings.show('Appearance');
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await settings.choose(appearance.getByRole('combobox', { name: 'Theme' }), 'Light');
  const light = await background();
  await settings.choose(appearance.getByRole('combobox', { name: 'Theme' }), 'Dark');
  await expect.poll(background).not.toBe(light);
  await appearance.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '设置' })).toBeVisible();

  const again = await host.restart();
  await expect(again.getByRole('heading', { level: 1, name: '朗读' })).toBeVisible();
  expect(await stateOf(again, 'settingsWatch')).toMatchObject({ theme: 'dark', language: 'zh-CN' });
});

test('what was spoken can be cleared, and diagnostics hold nothing of it', async ({ host: { page } }) => {
  const view = new SpeakView(page);
  await view.speakText(SECRET);
  await expectStatus(page, 'speaking');
  await page.keyboard.press('Escape');
  await new AppWindow(page).show('Settings');
  const settings = new SettingsView(page);

  const diagnostics = await settings.show('Diagnostics');
  const text = diagnostics.getByRole('group', { name: 'Diagnostics' });
  await expect(text).toContainText(/sotto/i);
  for (const word of ['password', 'harbour', 'marzipan']) await expect(text).not.toContainText(word);

  const privacy = await settings.show('Privacy');
  await expect(privacy.getByRole('listitem').filter({ hasText: 'Recent texts' })).toContainText('1 entry');
  await privacy.getByRole('button', { name: 'Clear Recent texts' }).click();
  const question = page.getByRole('dialog', { name: 'Clear “Recent texts”?' });
  await question.getByRole('button', { name: 'Clear' }).click();
  await expect(privacy.getByRole('button', { name: 'Clear Recent texts' })).toBeDisabled();
  expect((await stateOf(page, 'recentWatch')).items).toEqual([]);
});
