import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tinyEncoder } from '../../engine/acoustic/testing/tiny-style-pack.js';
import { wavHeader } from '../../engine/export/wav.js';
import { installationPaths, personPaths } from '../../engine/host/paths.js';
import { catalogueEntry, catalogueFiles } from '../../engine/packs/catalogue/catalogue.js';
import { startHostileServer } from '../../engine/packs/download/testing/hostile-server.js';
import { packManifestSchema } from '../../engine/packs/manifest.js';
import { kittenRelease } from '../../engine/packs/testing/model-folders.js';
import { openCapturing, takeHeard } from '../audio/heard.js';
import { soundOf } from '../audio/stretches.js';
import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';
import { AppWindow } from '../models/app-window.js';
import { dropFiles } from '../models/drop-files.js';
import { ModelsView } from '../models/models-view.js';
import { SettingsView } from '../models/settings-view.js';
import { SpeakView } from '../models/speak-view.js';
import { waitUntilOver } from '../models/speech.js';
import { VoicesView } from '../models/voices-view.js';

/** A model is loaded once to be heard before it is installed, and once more to speak. */
const LIMIT_MS = 120_000;

/** The starter pack under another name, as somebody else's pack, with an encoder of recordings of random weights. */
async function harbourPack(homeDir: string): Promise<string> {
  const folder = join(homeDir, 'made', 'harbour');
  await mkdir(dirname(folder), { recursive: true });
  await cp(installationPaths(import.meta.url).starterPackDir, folder, { recursive: true });
  const file = join(folder, 'pack.json');
  const manifest = packManifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const encoder = tinyEncoder(manifest.styles.width, 1);
  await writeFile(join(folder, 'encoder.onnx'), encoder);
  const styleEncoder = {
    [manifest.defaultPrecision]: {
      file: 'encoder.onnx',
      bytes: encoder.length,
      sha256: createHash('sha256').update(encoder).digest('hex'),
    },
  };
  const graphs = { ...manifest.graphs, styleEncoder };
  await writeFile(file, JSON.stringify({ ...manifest, id: 'harbour', name: 'Harbour', graphs }));
  return folder;
}

test('a model is imported by its path, its voice speaks, and it is removed', async ({ host }) => {
  test.setTimeout(LIMIT_MS);
  const { page, homeDir } = host;
  await openCapturing(page);
  const app = new AppWindow(page);
  const models = new ModelsView(page);
  const folder = await harbourPack(homeDir);

  await app.show('Models');
  await models.importPath(folder);
  await expect(models.task('harbour')).toContainText('installed', { timeout: 40_000 });
  await expect(models.model('Harbour')).toContainText('8 voices');
  await models.task('harbour').getByText('What was found').click();
  await expect(models.task('harbour')).toContainText('Harbour 1.0.0');

  await app.show('Voices');
  const ivy = page.getByRole('list', { name: 'Harbour' }).getByRole('button', { name: 'Speak with Ivy' });
  await ivy.click();
  await expect(ivy).toHaveAttribute('aria-pressed', 'true');
  await app.show('Speak');
  await takeHeard(page);
  await new SpeakView(page).speakText('The harbour is open today.');
  await waitUntilOver(page);
  expect(soundOf(await takeHeard(page)).length).toBeGreaterThan(24_000);
  expect((await stateOf(page, 'voicesWatch')).chosen.voiceId).toBe('harbour/en_ivy');

  await app.show('Models');
  await models.remove('Harbour');
  await expect(page.getByText('The voice Ivy went with its model; Ivy speaks now.')).toBeVisible();
  await app.show('Voices');
  await expect(new VoicesView(page).voice('Ivy')).toHaveCount(1);
  expect((await stateOf(page, 'packsWatch')).installed.map(({ isBuiltIn }) => isBuiltIn)).toEqual([true]);
});

test('a broken zip is refused with words, and nothing of it is left', async ({ host }) => {
  const { page, homeDir } = host;
  const zip = join(homeDir, 'broken.zip');
  await writeFile(zip, 'PK\u0003\u0004 and nothing more');
  await new AppWindow(page).show('Models');
  const models = new ModelsView(page);
  await dropFiles(page, [zip]);
  const task = models.task('broken.zip');
  await expect(task.getByRole('alert')).toContainText('nothing was imported', { ignoreCase: true });
  // Its cause is said there, and nowhere else.
  await expect(task.getByText('What was found')).toHaveCount(0);
  await task.getByRole('button', { name: 'Clear broken.zip from the list' }).click();
  await expect(models.tasks).toHaveCount(0);
  await expect(models.installed).toHaveCount(1);
  expect(await packFolders(homeDir)).toEqual([]);
});

test('a download from a mirror is paused, goes on where it was, and is installed', async ({ host }) => {
  test.setTimeout(LIMIT_MS);
  const { page, homeDir } = host;
  const entry = catalogueEntry('kitten-nano-0.1');
  const files = catalogueFiles(entry);
  const release = kittenRelease('0.1');
  const server = await startHostileServer();
  try {
    for (const { path, url } of files) {
      const content = release[path];
      if (content === undefined) throw new Error(`the release that stands in has no ${path}`);
      server.put(new URL(url).pathname, Buffer.from(content));
    }
    const model = new URL(files[0]?.url ?? '').pathname;
    const stalled = new Promise<void>((resolve) => server.onStall(resolve));
    server.script(model, { kind: 'stall', afterBytes: 2000 });

    const app = new AppWindow(page);
    await app.show('Settings');
    const downloads = await new SettingsView(page).show('Downloads');
    await downloads.getByRole('textbox', { name: 'Mirror' }).fill(server.origin);
    await downloads.getByRole('button', { name: 'Save: Mirror' }).click();
    await expect
      .poll(async () => (await stateOf(page, 'settingsWatch')).downloadMirrorUrl)
      .toBe(server.origin);

    await app.show('Models');
    const models = new ModelsView(page);
    await models.get('KittenTTS nano 0.1');
    await stalled;
    const task = models.task('KittenTTS nano 0.1');
    // It stands far above the card that it was asked for on.
    await expect(task).toBeInViewport();
    await task.getByRole('button', { name: /^Pause/ }).click();
    await expect(task).toContainText('paused');
    expect((await stateOf(page, 'packsWatch')).installed).toHaveLength(1);

    await task.getByRole('button', { name: /^Resume/ }).click();
    await expect(task).toContainText('installed', { timeout: 40_000 });
    await expect(models.model('KittenTTS')).toContainText('3 voices');
    await expect(models.catalogue.filter({ hasText: 'KittenTTS nano 0.1' })).toContainText('Installed');
    const ranges = server.requests.filter(({ path }) => path === model).map(({ range }) => range);
    expect(ranges.at(-1)).toMatch(/^bytes=\d+-/);
    expect(await packFolders(homeDir)).toHaveLength(1);
    await page.getByRole('button', { name: 'Clear finished' }).click();
    await expect(models.tasks).toHaveCount(0);
  } finally {
    await server.close();
  }
});

test('a recording becomes a voice, which is heard, mixed and removed', async ({ host }) => {
  test.setTimeout(LIMIT_MS);
  const { page, homeDir } = host;
  await openCapturing(page);
  const app = new AppWindow(page);
  const models = new ModelsView(page);
  const voices = new VoicesView(page);
  await app.show('Models');
  await models.importPath(await harbourPack(homeDir));
  await expect(models.model('Harbour')).toContainText('makes voices of recordings', { timeout: 40_000 });

  // Whoever speaks in it: Sotto itself does.
  await app.show('Speak');
  await new SpeakView(page).speakText(
    'The lighthouse is open today, and the harbour is closed until Monday.',
  );
  await waitUntilOver(page);
  const recording = join(homeDir, 'grandma.wav');
  await writeFile(recording, wavOf(soundOf(await takeHeard(page))));

  await app.show('Voices');
  await dropFiles(page, [recording]);
  const dialog = page.getByRole('dialog', { name: 'Voice from a recording' });
  await expect(dialog.getByRole('img', { name: 'Waveform of grandma.wav' })).toBeVisible();
  const make = dialog.getByRole('button', { name: 'Make voice' });
  await expect(make).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('textbox', { name: 'Name of the voice' }).fill('Grandma');
  await make.click();
  const made = page.getByRole('dialog', { name: '“Grandma” can speak' });
  await made.getByRole('button', { name: 'Hear it' }).click();
  await expect
    .poll(() => stateOf(page, 'speechState'))
    .toMatchObject({ status: 'speaking', utterance: { origin: 'preview' } });
  await made.getByRole('button', { name: 'Speak with it' }).click();
  const inHarbour = page.getByRole('list', { name: 'Harbour' });
  await expect(inHarbour.getByRole('button', { name: 'Speak with Grandma' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect((await stateOf(page, 'settingsWatch')).hasSeenRecordingConsent).toBe(true);

  await page.getByRole('button', { name: 'Mix voices…' }).click();
  await expect(voices.mixDialog.getByRole('slider', { name: 'Share of Grandma' })).toBeVisible();
  await voices.mixDialog.getByRole('combobox', { name: 'Add a voice' }).click();
  // Those of the same model alone.
  await expect(page.getByRole('option')).toHaveCount(7);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByRole('button', { name: 'More for Grandma' }).click();
  await page.getByRole('menuitem', { name: 'Remove voice…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(inHarbour.getByRole('button', { name: 'Speak with Grandma' })).toHaveCount(0);
  expect((await stateOf(page, 'packsWatch')).recorded).toEqual([]);
});

test('a recording on the voice picker says which model is missing for it', async ({ host }) => {
  const { page, homeDir } = host;
  const recording = join(homeDir, 'grandma.wav');
  // It is not read before there is a model for it.
  await writeFile(recording, 'RIFF');
  await dropFiles(page, [recording], page.getByRole('combobox', { name: 'Voice' }));
  const dialog = page.getByRole('dialog', { name: 'Voice from a recording' });
  await expect(dialog).toContainText('None of the installed models can make a voice of a recording.');
  // No model of the catalogue would help, so that it does not lead there.
  await expect(dialog).toContainText('models/README.md');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

/** Mono sound of 24 kHz as a WAV file of floats. */
function wavOf(samples: Float32Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const shape = { sampleRateHz: 24_000, encoding: 'f32', sampleCount: samples.length } as const;
  return Buffer.concat([wavHeader(shape), bytes]);
}

/** Folders of installed packs, hidden ones included: those would be what an import left behind. */
async function packFolders(homeDir: string): Promise<string[]> {
  const { packsDir } = await personPaths({ SOTTO_HOME: homeDir });
  return existsSync(packsDir) ? readdir(packsDir) : [];
}
