import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CHAPTER_GAP_MS } from '../../engine/services/narration/export-recording.js';
import type { NarrationItem } from '../../engine/shared/app/narration.js';
import { longText } from '../../bench/text.js';
import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';
import { AppWindow } from '../models/app-window.js';
import { NarrateView } from '../models/narrate-view.js';
import { Transport } from '../models/transport.js';

/** The start of a picture: no text, whatever its name says. */
const PICTURE = Buffer.from('89504e470d0a1a0a0000000d4948445200000010000000100806000000', 'hex');
const STORY = `# The harbour

The boats leave early.

# The sea

It is calm today.
`;

async function writeFiles(
  homeDir: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string[]> {
  const folder = join(homeDir, 'dropped');
  await mkdir(folder, { recursive: true });
  const paths = Object.keys(files).map((name) => join(folder, name));
  await Promise.all(Object.values(files).map((content, index) => writeFile(paths[index] ?? '', content)));
  return paths;
}

async function itemOf(page: Page, fileName: string): Promise<NarrationItem> {
  const { items } = await stateOf(page, 'narrationWatch');
  const item = items.find((one) => one.fileName === fileName);
  if (item === undefined) throw new Error(`${fileName} is not in the queue`);
  return item;
}

/** Length in seconds as ffprobe tells it; undefined where it is not installed. */
function probedSeconds(path: string): number | undefined {
  const wanted = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
  const { status, stdout } = spawnSync('ffprobe', wanted, { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

test('two files and a broken one are dropped: the queue goes on, and what is ready is saved', async ({
  host,
}) => {
  const { page, homeDir } = host;
  const paths = await writeFiles(homeDir, {
    'story.md': STORY,
    'picture.txt': PICTURE,
    'note.txt': 'Bring bread and two lemons.',
  });
  await new AppWindow(page).show('Narrate');
  const narrate = new NarrateView(page);
  await narrate.drop(paths);
  await expect(narrate.items).toHaveCount(3);

  const broken = narrate.items.filter({ hasText: 'picture' });
  await expect(broken).toContainText('Cannot be read aloud');
  expect((await itemOf(page, 'picture.txt')).error).toMatchObject({ code: expect.any(String) });
  await expect(broken).toContainText((await itemOf(page, 'picture.txt')).error?.message ?? '');
  for (const fileName of ['story.md', 'note.txt'])
    await expect.poll(async () => (await itemOf(page, fileName)).state, { timeout: 30_000 }).toBe('ready');

  const story = await itemOf(page, 'story.md');
  expect(story.chapters.map(({ title }) => title)).toEqual(['The harbour', 'The sea']);
  const chaptersMs = story.chapters.reduce((sum, { renderedMs }) => sum + renderedMs, 0);
  const durationS = (chaptersMs + CHAPTER_GAP_MS) / 1000;
  for (const [choice, extension, head] of [
    ['WAV', 'wav', 'RIFF'],
    ['MP3', 'mp3', undefined],
  ] as const) {
    await narrate.item(story.title).getByRole('button', { name: 'Save as audio' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: choice }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${extension}$`));
    const path = await download.path();
    const bytes = await readFile(path);
    if (head !== undefined) expect(bytes.subarray(0, 4).toString('latin1')).toBe(head);
    const seconds = probedSeconds(path);
    // An MP3 begins and ends with a little silence of its encoder.
    if (seconds !== undefined) expect(Math.abs(seconds - durationS)).toBeLessThan(0.15);
    expect(bytes.length).toBeGreaterThan(durationS * 4000);
  }
});

test('a long file is heard while it is prepared, and goes on after a restart', async ({ host }) => {
  const { page, homeDir } = host;
  const [path = ''] = await writeFiles(homeDir, { 'long.txt': longText(12_000, 3) });
  await new AppWindow(page).show('Narrate');
  const narrate = new NarrateView(page);
  await narrate.pick([path]);
  await expect(narrate.items).toHaveCount(1);
  await expect.poll(async () => (await itemOf(page, 'long.txt')).state).toBe('rendering');
  const { id, title } = await itemOf(page, 'long.txt');

  await narrate.listen(title).click({ timeout: 30_000 });
  await expect
    .poll(() => stateOf(page, 'speechState'))
    .toMatchObject({ status: 'speaking', utterance: { narration: { itemId: id, chapterIndex: 0 } } });
  expect((await itemOf(page, 'long.txt')).progress).toBeLessThan(1);
  await new Transport(page).stop.click();
  const before = await itemOf(page, 'long.txt');

  const again = await host.restart();
  await new AppWindow(again).show('Narrate');
  const after = await itemOf(again, 'long.txt');
  expect(after.progress).toBeGreaterThanOrEqual(before.progress);
  await expect.poll(async () => (await itemOf(again, 'long.txt')).progress).toBeGreaterThan(after.progress);
  // It was listened to: it goes on from there.
  await expect(new NarrateView(again).item(title).getByText(/^Go on at/)).toBeVisible();
  await new NarrateView(again).item(title).getByRole('button', { name: 'Pause' }).click();
  await expect.poll(async () => (await itemOf(again, 'long.txt')).state).toBe('paused');
});
