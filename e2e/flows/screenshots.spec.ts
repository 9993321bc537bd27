import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { installationPaths } from '../../engine/host/paths.js';
import { expect, test } from '../fixtures.js';
import type { RunningHost } from '../hosts/host.js';
import { callHost, stateOf } from '../host-calls.js';
import { expectStatus, waitUntilHeard } from '../models/speech.js';
import { smallPng } from '../pictures/small-png.js';

/** The pictures of the README; a part of the flows only where they are asked for, see the configuration. */
const FOLDER = join(installationPaths(import.meta.url).root, 'docs', 'screenshots');
const SIZES = [
  { width: 900, height: 640 },
  { width: 1280, height: 800 },
] as const;
const THEMES = ['light', 'dark'] as const;

const TEXTS = {
  'en-US': [
    'The ferry is late again today, and nobody in the harbour knows why it should be so. A woman with a yellow suitcase asks the man at the counter, who shrugs and points at the clouds.',
    'When the horn sounds at last, all of them look up at once, as if the sea had called them by their names.',
  ].join('\n\n'),
  'zh-CN':
    '渡船今天又晚点了，港口里没有人知道原因。一位提着黄色行李箱的女士去问柜台后面的人，他耸耸肩，指了指天上的云。',
} as const;
const WORDS = { 'en-US': 'counter', 'zh-CN': '行李' } as const;

const PHRASES = [
  { text: 'Good morning, everyone.', emoji: '☀️', colour: 'amber' },
  { text: 'Thank you, that helps a lot.', emoji: '🙏', colour: 'green' },
  { text: 'Could you say that once more?', emoji: '👂', colour: 'blue' },
  {
    text: 'Back in {minutes} minutes.',
    emoji: '⏳',
    colour: 'violet',
    slots: [{ kind: 'range', name: 'minutes', from: 5, to: 30, step: 5 }],
  },
  {
    text: 'I will be a little late, please start without me.',
    label: 'A little late',
    emoji: '🚆',
    colour: 'rose',
  },
  { text: 'A coffee with milk, please.', emoji: '☕', colour: 'teal' },
] as const;

const FILES = {
  'The lighthouse.md': `# Arrival\n\n${TEXTS['en-US']}\n\n# The storm\n\nThe wind turned at noon. By four the harbour was empty, and the lamp was lit two hours early.\n\n# Morning\n\nThe sea lay flat as a table, and the ferry came in on time.\n`,
  'Minutes of the harbour board.txt': `The board met at nine. ${TEXTS['en-US']}`,
};

async function shoot(page: Page, name: string): Promise<void> {
  for (const size of SIZES)
    for (const colorScheme of THEMES) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Nothing is under the pointer, and nothing blinks.
      await page.mouse.move(0, 0);
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      await mkdir(FOLDER, { recursive: true });
      const file = `${name}-${size.width}x${size.height}-${colorScheme}.png`;
      await writeFile(join(FOLDER, file), await smallPng(page, picture));
    }
}

async function show(page: Page, view: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), view);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Speaks the text up to a word, and waits there. */
async function speakUpTo(page: Page, language: keyof typeof TEXTS): Promise<void> {
  const text = TEXTS[language];
  await callHost(page, 'speechMute', { isMuted: false });
  await page.getByRole('textbox').fill(text);
  await page.keyboard.press('ControlOrMeta+Enter');
  await waitUntilHeard(page, WORDS[language]);
  await callHost(page, 'speechPause', {});
  await expectStatus(page, 'paused');
}

async function fill({ page }: RunningHost): Promise<void> {
  const groupId = (await callHost(page, 'groupSave', { name: 'Everyday at work' })).id;
  const { groups } = await stateOf(page, 'phrasesWatch');
  for (const { id } of groups) if (id !== groupId) await callHost(page, 'groupRemove', { id });
  for (const phrase of PHRASES)
    await callHost(page, 'phraseSave', {
      phrase: { groupId, ...phrase, slots: 'slots' in phrase ? [...phrase.slots] : [] },
    });
  const fileIds = await page.evaluate(async (files) => {
    const sent = await window.sotto.sendFiles(
      Object.entries(files).map(([name, content]) => new File([content], name)),
    );
    return sent.isOk ? sent.value.map(({ fileId }) => fileId) : [];
  }, FILES);
  await callHost(page, 'narrationAdd', { fileIds });
  await callHost(page, 'mixSave', {
    name: 'Harbour',
    parts: [
      { voice: 'en_ivy', weight: 60 },
      { voice: 'en_isla', weight: 40 },
    ],
  });
  await callHost(page, 'voiceFavourite', { voiceId: 'en_isla', isFavourite: true });
  await expect
    .poll(async () => (await stateOf(page, 'narrationWatch')).items.map(({ state }) => state), {
      timeout: 30_000,
    })
    .toEqual(['ready', 'ready']);
  await expect
    .poll(async () => (await stateOf(page, 'phrasesWatch')).progress, { timeout: 45_000 })
    .toBeNull();
}

test('the views', async ({ host }) => {
  test.setTimeout(180_000);
  const { page } = host;
  await fill(host);
  await show(page, 'speak');
  await speakUpTo(page, 'en-US');
  await shoot(page, 'speak');
  for (const view of ['voices', 'models', 'phrases'] as const) {
    await show(page, view);
    await shoot(page, view);
  }
  const { items } = await stateOf(page, 'narrationWatch');
  await show(page, 'narrate');
  await callHost(page, 'narrationPlay', { id: items[0]?.id ?? '' });
  await waitUntilHeard(page, 'yellow');
  await callHost(page, 'speechPause', {});
  await expectStatus(page, 'paused');
  await page.getByText('3 chapters').click();
  await shoot(page, 'narrate');
  await show(page, 'settings');
  await page.getByText('Everything fits').waitFor();
  await shoot(page, 'settings');
  const quick = await host.openQuickSpeak();
  await quick.getByRole('textbox').fill('I will be there in five minutes.');
  for (const colorScheme of THEMES) {
    await quick.setViewportSize({ width: 640, height: 120 });
    await quick.emulateMedia({ colorScheme });
    const picture = await quick.screenshot({ caret: 'hide' });
    await writeFile(join(FOLDER, `quick-speak-${colorScheme}.png`), await smallPng(quick, picture));
  }
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });
  test('two views', async ({ host: { page } }) => {
    await speakUpTo(page, 'zh-CN');
    await shoot(page, 'speak-zh');
    await show(page, 'phrases');
    await expect
      .poll(async () => (await stateOf(page, 'phrasesWatch')).progress, { timeout: 45_000 })
      .toBeNull();
    await shoot(page, 'phrases-zh');
  });
});

test.describe('before anything else', () => {
  test.use({ startsFresh: true });
  test('the first run', async ({ host: { page } }) => {
    await page.getByRole('dialog').waitFor();
    await shoot(page, 'first-run');
  });
});
