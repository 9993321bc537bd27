import type { Page } from '@playwright/test';
import { compareSound } from '../audio/compare.js';
import { openCapturing, takeHeard } from '../audio/heard.js';
import { renderLastSpoken } from '../audio/reference.js';
import { soundOf } from '../audio/stretches.js';
import { expect, test } from '../fixtures.js';
import { itemsUntil } from '../host-calls.js';
import { expectStatus } from '../models/speech.js';

test.use({ locale: 'zh-CN' });

const VIEWS = ['朗读', '声音', '模型', '短语', '听书', '设置'] as const;
const SECTIONS = [
  '内存',
  '引擎',
  '声音输出',
  '快捷键',
  '启动与托盘',
  '外观',
  '隐私',
  '下载',
  '更新',
  '关于',
] as const;
const TEXT = '早上好，港口今天很安静。渡船又晚点了。';

/** Names, and what nobody translates. */
const UNTRANSLATED = new Set(
  [
    'Sotto Ivy June Rowan Otto Isla Callum Lian Wei',
    'sotto quick speak selection clipboard stop npm run http https',
    'Ctrl Alt Shift Esc Enter Space Tab',
    'CPU NVIDIA CUDA DirectML Core ML WebGPU LUFS EBU dB KB MB GB ms kB',
    'Kokoro KittenTTS mini micro nano Apache License fp int zip',
    'WAV FLAC MP3 JSON CSV HTML Markdown English GNU GPL or later',
  ].flatMap((line) => line.toLowerCase().split(' ')),
);

/** Words in Latin letters that a person sees or hears read out, less what is the same in every language. */
async function englishLeftIn(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element?.checkVisibility() !== true || element.closest('code, pre, [translate=no]') !== null)
        continue;
      if (node instanceof Text) texts.push(node.data);
      else if (node instanceof Element)
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
          texts.push(node.getAttribute(name) ?? '');
    }
    return texts;
  });
  const words = said.flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? []);
  return [...new Set(words)].filter((word) => !UNTRANSLATED.has(word.toLowerCase()));
}

test('everything that is said on the screen is Chinese', async ({ host: { page } }) => {
  for (const name of VIEWS) {
    await page.getByRole('navigation', { name: '视图' }).getByRole('button', { name }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    expect.soft(await englishLeftIn(page), name).toEqual([]);
  }
  for (const name of SECTIONS) {
    await page.getByRole('navigation', { name: '分类' }).getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
    expect.soft(await englishLeftIn(page), name).toEqual([]);
  }
});

test('Mandarin is spoken by a Mandarin voice, word by word', async ({ host: { page } }) => {
  await openCapturing(page);
  await page.getByRole('textbox', { name: '要朗读的文本' }).fill(TEXT);
  await page.getByRole('main').getByRole('button', { name: '朗读', exact: true }).click();
  await expectStatus(page, 'speaking');
  const items = await itemsUntil(page, 'speechTimeline', 'end');
  const spoken = items
    .flatMap((item) => (item.kind === 'segment' ? item.words : []))
    .map(({ source }) => TEXT.slice(source.start, source.end))
    .join('');
  expect(spoken).toBe(TEXT.replaceAll(/[，。]/g, ''));
  await expectStatus(page, 'idle');
  const heard = soundOf(await takeHeard(page));
  const { samples } = await renderLastSpoken(page, { voice: 'zh_lian' });
  expect(compareSound(heard, samples)).toMatchObject({ missingSamples: 0, largestDifference: 0 });
});
