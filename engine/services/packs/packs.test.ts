import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportError } from '../../packs/import/findings.js';
import { writeTinyPack } from '../../packs/testing/tiny-packs.js';
import type { PackTask } from '../../shared/app/packs.js';
import { SottoError, type ErrorShape } from '../../shared/errors.js';
import type { Recording } from './packs-service.js';
import { packsScene, type PacksScene } from './testing/scene.js';

const KOKORO = 'kokoro-82m-v1.0';

let scene: PacksScene;
beforeEach(async () => {
  scene = await packsScene();
});
afterEach(() => scene.dispose());

const task = (id: string): PackTask | undefined => scene.packs.state().tasks.find((one) => one.id === id);
const stateOf = (id: string): string | undefined => task(id)?.state;
const installed = (): string[] => scene.packs.state().installed.map(({ id }) => id);

/** Installs a pack as a program that is not this one would. */
async function install(id: string, isSeen = true): Promise<void> {
  const dir = join(scene.packsDir, id);
  const manifest = await writeTinyPack(dir, { family: 'staged', id, name: `Tiny ${id}` });
  const graphs = manifest.graphs as Record<string, unknown>;
  // Nobody runs it here.
  const withEncoder = { ...manifest, graphs: { ...graphs, styleEncoder: graphs.acoustic } };
  await writeFile(join(dir, 'pack.json'), JSON.stringify(withEncoder));
  if (isSeen) await scene.shelf.refresh();
}

describe('installed packs', () => {
  it('are the one that came with the program and those of the folder, with what they can', async () => {
    await install('tiny');
    const [builtIn, tiny] = scene.packs.state().installed;
    expect(builtIn).toMatchObject({ id: 'starter', isBuiltIn: true, family: 'split', problem: null });
    expect(tiny).toMatchObject({
      ...{ id: 'tiny', name: 'Tiny tiny', isBuiltIn: false, family: 'staged', voiceCount: 2 },
      ...{ streamsWithinSentence: true, hasDiffusion: false, takesRecordings: true, precision: 'fp32' },
      ...{ isLoaded: false, problem: null },
    });
    expect(tiny?.diskBytes).toBeGreaterThan(10_000);
    expect(tiny?.precisions).toHaveLength(1);
  });

  it('that are broken stand in the list with their problem, and speak for nobody', async () => {
    await mkdir(join(scene.packsDir, 'broken'), { recursive: true });
    await writeFile(join(scene.packsDir, 'broken', 'pack.json'), '{');
    await writeTinyPack(join(scene.packsDir, 'starter'), { family: 'single', id: 'starter' });
    await scene.shelf.refresh();
    const { installed: list } = scene.packs.state();
    expect(list.map(({ id, problem }) => [id, problem?.code])).toEqual([
      ['starter', undefined],
      ['broken', 'pack-invalid'],
      ['starter', 'pack-invalid'],
    ]);
    expect(scene.shelf.usable().map(({ id }) => id)).toEqual(['starter']);
  });

  it('are removed after the engine was told, and what killed removals left goes at the next start', async () => {
    await install('tiny');
    await scene.settings.change({ packPrecisions: { tiny: 'fp32', starter: 'fp32' } });
    await scene.packs.remove('tiny');
    expect(scene.letGoCount).toBe(1);
    expect(installed()).toEqual(['starter']);
    expect(await readdir(scene.packsDir)).toEqual([]);
    expect(scene.settings.get().packPrecisions).toEqual({ starter: 'fp32' });
    await mkdir(join(scene.packsDir, `.removed-${2 ** 22 + 1}-0123abcd`));
    await scene.restart();
    expect(await readdir(scene.packsDir)).toEqual([]);
  });

  it.each([
    ['gone', 'unknown-pack'],
    ['starter', 'refused'],
    ['..', 'unknown-pack'],
  ])('%s cannot be removed', async (packId, code) => {
    await expect(scene.packs.remove(packId)).rejects.toMatchObject({ code });
  });

  it('run in the precision that the person has chosen, where they have it', async () => {
    await install('tiny');
    await scene.packs.setPrecision('tiny', 'fp32');
    expect(scene.settings.get().packPrecisions).toEqual({ tiny: 'fp32' });
    await expect(scene.packs.setPrecision('tiny', 'int3')).rejects.toMatchObject({ code: 'bad-input' });
    await expect(scene.packs.setPrecision('gone', null)).rejects.toMatchObject({ code: 'unknown-pack' });
    await scene.packs.setPrecision('tiny', null);
    expect(scene.settings.get().packPrecisions).toEqual({});
  });

  it('are looked for when a view asks: the command line may have brought some', async () => {
    await install('tiny', false);
    expect(scene.packs.state().installed).toHaveLength(1);
    await scene.packs.look();
    expect(scene.packs.state().installed.map(({ id }) => id)).toEqual(['starter', 'tiny']);
  });

  it('are told of when they change', async () => {
    const told: string[][] = [];
    const stop = scene.packs.watch((state) => told.push(state.installed.map(({ id }) => id)));
    await install('tiny');
    await expect
      .poll(async () => {
        await scene.clock.advance(200);
        return told.at(-1);
      })
      .toEqual(['starter', 'tiny']);
    stop();
    expect(told[0]).toEqual(['starter']);
  });
});

describe('a download', () => {
  it('is imported when it is whole, and what it was is remembered', async () => {
    const id = await scene.packs.download(KOKORO, 'int8');
    expect(task(id)).toMatchObject({ kind: 'download', state: 'running', doneBytes: 10, totalBytes: 100 });
    scene.downloads[0]?.finish();
    await expect.poll(() => stateOf(id)).toBe('done');
    expect(scene.imports[0]).toMatchObject({ replaces: true, reservedIds: ['starter'] });
    expect(installed()).toEqual(['starter', 'tiny']);
    const entry = () => scene.packs.state().catalogue.find((one) => one.id === KOKORO);
    expect(entry()?.installedPackId).toBe('tiny');
    await scene.restart();
    expect(scene.packs.state().tasks).toEqual([]);
    expect(entry()?.installedPackId).toBe('tiny');
    await scene.packs.remove('tiny');
    expect(entry()?.installedPackId).toBeNull();
  });

  it('waits while another one receives', async () => {
    const first = await scene.packs.download(KOKORO, 'int8');
    const second = await scene.packs.download(KOKORO, 'fp16');
    expect([stateOf(first), stateOf(second)]).toEqual(['running', 'queued']);
    await scene.packs.pauseTask(first);
    expect([stateOf(first), stateOf(second)]).toEqual(['paused', 'running']);
    scene.packs.resumeTask(first);
    expect(stateOf(first)).toBe('queued');
    scene.downloads[1]?.finish();
    await expect.poll(() => stateOf(first)).toBe('running');
    // The one that was paused is the one that goes on.
    expect(scene.downloads).toHaveLength(2);
  });

  it('that is asked for twice is one', async () => {
    const first = await scene.packs.download(KOKORO, 'int8');
    expect(await scene.packs.download(KOKORO, 'int8')).toBe(first);
    expect(scene.packs.state().tasks).toHaveLength(1);
  });

  it('goes on after a restart; one that its person paused, or that failed, waits for them', async () => {
    const running = await scene.packs.download(KOKORO, 'int8');
    const paused = await scene.packs.download(KOKORO, 'fp16');
    await scene.packs.pauseTask(paused);
    const failed = await scene.packs.download(KOKORO, 'fp32');
    await scene.restart();
    expect([running, paused, failed].map(stateOf)).toEqual(['running', 'paused', 'queued']);
    expect(scene.downloads.at(-3)?.state().kind).toBe('running');
    scene.downloads.at(-3)?.fail(new SottoError({ code: 'offline', message: 'no network' }));
    await expect.poll(() => stateOf(running)).toBe('failed');
    await scene.restart();
    expect(task(running)).toMatchObject({ state: 'failed', error: { code: 'offline' } });
    const before = scene.downloads.length;
    scene.packs.resumeTask(running);
    expect(task(running)).toMatchObject({ error: null });
    expect(scene.downloads).toHaveLength(before + 1);
  });

  it('is gone when it is removed, whatever it is doing', async () => {
    const running = await scene.packs.download(KOKORO, 'int8');
    const queued = await scene.packs.download(KOKORO, 'fp16');
    await scene.packs.removeTask(running);
    await scene.packs.removeTask(queued);
    expect(scene.packs.state().tasks).toEqual([]);
    expect(scene.downloads.map((one) => one.state().kind)).toEqual(['failed', 'failed']);
    await expect(scene.packs.removeTask(running)).rejects.toMatchObject({ code: 'unknown-item' });
    await scene.restart();
    expect(scene.packs.state().tasks).toEqual([]);
  });

  it('leaves no files of downloads that nobody knows', async () => {
    const staging = join(scene.folder, 'cache', 'pack-downloads');
    await scene.packs.download(KOKORO, 'int8');
    for (const name of ['old-one.fp32.part', `${KOKORO}.int8.part`])
      await mkdir(join(staging, name), { recursive: true });
    await scene.restart();
    expect(await readdir(staging)).toEqual([`${KOKORO}.int8.part`]);
  });

  it('whose import fails says why, and can be tried again', async () => {
    const { importPack } = scene;
    const finding = { level: 'refused', code: 'nan-weights', values: {}, text: 'NaN' } as const;
    scene.importPack = () =>
      Promise.reject(new ImportError({ code: 'pack-refused', message: 'NaN' }, [finding]));
    const id = await scene.packs.download(KOKORO, 'int8');
    scene.downloads[0]?.finish();
    await expect.poll(() => stateOf(id)).toBe('failed');
    expect(task(id)).toMatchObject({ error: { code: 'pack-refused' }, findings: [finding] });
    scene.importPack = importPack;
    scene.packs.resumeTask(id);
    scene.downloads[1]?.finish();
    await expect.poll(() => stateOf(id)).toBe('done');
    expect(task(id)).toMatchObject({ error: null, findings: [] });
  });

  it.each([
    ['nothing', 'int8', 'unknown-pack'],
    [KOKORO, 'int3', 'bad-input'],
  ])('of %s in %s is refused', async (catalogueId, precision, code) => {
    await expect(scene.packs.download(catalogueId, precision)).rejects.toMatchObject({ code });
  });

  it('uses the proxy and the mirror of the settings', async () => {
    await scene.settings.change({ downloadProxyUrl: 'http://proxy:1', downloadMirrorUrl: 'https://mirror' });
    await scene.packs.download(KOKORO, 'int8');
    expect(scene.downloads[0]?.options.settings).toEqual({
      proxyUrl: 'http://proxy:1',
      mirrorUrl: 'https://mirror',
    });
  });
});

describe('an import', () => {
  it('takes a path, or a file that a window sent, one after the other', async () => {
    let finishFirst = (): void => undefined;
    const { importPack } = scene;
    const isFirstDone = new Promise<void>((resolve) => (finishFirst = resolve));
    scene.importPack = async (request) => {
      request.onProgress?.({ phase: 'copying', doneBytes: 3, totalBytes: 9 });
      await isFirstDone;
      return importPack(request);
    };
    const fileId = scene.files.receive({ path: '/uploads/1', fileName: 'my model.zip' });
    const first = scene.packs.import({ path: '/models/mine', replaces: false });
    const second = scene.packs.import({ fileId, replaces: true });
    await expect.poll(() => task(first)).toMatchObject({ state: 'running', doneBytes: 3, totalBytes: 9 });
    expect(task(second)).toMatchObject({ kind: 'import', name: 'my model.zip', state: 'queued' });
    expect(scene.imports).toHaveLength(1);
    finishFirst();
    await expect.poll(() => stateOf(second)).toBe('done');
    expect(scene.imports.map(({ source, replaces }) => [source, replaces])).toEqual([
      ['/models/mine', false],
      ['/uploads/1', true],
    ]);
    await scene.packs.removeTask(first);
    expect(scene.packs.state().tasks.map(({ id }) => id)).toEqual([second]);
  });

  it('is auditioned when nobody speaks', async () => {
    const endSpeech = scene.turns.beginLive();
    const id = scene.packs.import({ path: '/models/mine', replaces: false });
    await expect.poll(() => scene.imports.length).toBe(1);
    expect(installed()).toEqual(['starter']);
    endSpeech();
    await expect.poll(() => stateOf(id)).toBe('done');
    expect(installed()).toEqual(['starter', 'tiny']);
  });

  it('ends when it is removed, or with the program', async () => {
    scene.importPack = ({ signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    const id = scene.packs.import({ path: '/models/mine', replaces: false });
    await expect.poll(() => scene.imports.length).toBe(1);
    await expect(scene.packs.pauseTask(id)).rejects.toMatchObject({ code: 'refused' });
    await scene.packs.removeTask(id);
    scene.packs.import({ path: '/models/mine', replaces: false });
    await expect.poll(() => scene.imports.length).toBe(2);
    await scene.restart();
    expect(scene.packs.state().tasks).toEqual([]);
  });

  describe('of a copy that a window sent', () => {
    let isThere: boolean;
    let fileId: string;
    beforeEach(() => {
      isThere = true;
      fileId = scene.files.receive({
        ...{ path: '/uploads/1', fileName: 'model.zip' },
        copy: { keep: () => undefined, discard: () => (isThere = false) },
      });
    });

    const failing = (error: ErrorShape) => (): Promise<never> => Promise.reject(new SottoError(error));
    const imported = async (replaces = false): Promise<string> => {
      const id = scene.packs.import({ fileId, replaces });
      await expect.poll(() => stateOf(id)).toMatch(/done|failed/);
      return id;
    };

    it('discards it when it is installed', async () => {
      await imported();
      expect(isThere).toBe(false);
    });

    it('discards it when it is refused, and then asks for another one', async () => {
      scene.importPack = failing({ code: 'pack-refused', message: 'it is silent' });
      const id = await imported();
      expect(isThere).toBe(false);
      expect(() => scene.packs.resumeTask(id)).toThrow(
        expect.objectContaining({ code: 'unknown-item', next: 'give it once more' }) as Error,
      );
      expect(task(id)?.error).toMatchObject({ message: 'it is silent' });
    });

    it('discards it when it is cancelled', async () => {
      scene.importPack = ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
      const id = scene.packs.import({ fileId, replaces: false });
      await expect.poll(() => scene.imports.length).toBe(1);
      expect(isThere).toBe(true);
      await scene.packs.removeTask(id);
      expect(isThere).toBe(false);
    });

    it('keeps it for another try, until it is cleared', async () => {
      scene.importPack = failing({ code: 'disk-full', message: 'no room' });
      const id = await imported();
      expect(isThere).toBe(true);
      await scene.packs.removeTask(id);
      expect(isThere).toBe(false);
    });

    it('keeps it for an import that replaces what is installed', async () => {
      const { importPack } = scene;
      scene.importPack = failing({ code: 'pack-installed', message: 'it is installed already' });
      const first = await imported();
      scene.importPack = importPack;
      const second = scene.packs.import({ fileId, replaces: true });
      await scene.packs.removeTask(first);
      await expect.poll(() => stateOf(second)).toBe('done');
      expect(isThere).toBe(false);
    });
  });

  it.each([
    [{ replaces: false }, 'bad-input'],
    [{ path: '/a', fileId: 'b', replaces: false }, 'bad-input'],
    [{ fileId: 'gone', replaces: false }, 'unknown-item'],
  ])('of %j is refused', (source, code) => {
    expect(() => scene.packs.import(source)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('a recording', () => {
  const samples = Float32Array.from({ length: 2400 }, (_, index) => Math.sin(index / 10));
  const recording: Recording = {
    ...{ name: 'Me', packId: 'tiny', language: 'en', sampleRateHz: 24_000, hasConsent: true, samples },
  };
  beforeEach(() => install('tiny'));

  it('becomes a voice of its pack, and one of those in the list', async () => {
    const { voiceId } = await scene.packs.makeVoice(recording);
    expect(voiceId).toMatch(/^tiny\/own-/);
    expect(scene.packs.state().recorded).toEqual([
      { id: voiceId, name: 'Me', packId: 'tiny', language: 'en' },
    ]);
    const voices = () => scene.shelf.usable()[1]?.manifest.voices.map(({ id }) => `tiny/${id}`);
    expect(voices()).toContain(voiceId);
    expect(scene.packs.usage().voices).toMatchObject({ entries: 1 });
    await scene.restart();
    expect(voices()).toContain(voiceId);
    await scene.packs.removeVoice(voiceId);
    expect(voices()).not.toContain(voiceId);
    expect(scene.forgotten).toEqual([voiceId]);
    await expect(scene.packs.removeVoice(voiceId)).rejects.toMatchObject({ code: 'unknown-item' });
  });

  it('is encoded once, whatever becomes of its voices', async () => {
    const { voiceId } = await scene.packs.makeVoice(recording);
    await scene.packs.makeVoice({ ...recording, name: 'Me again' });
    await scene.packs.removeVoice(voiceId);
    await scene.restart();
    await scene.packs.makeVoice(recording);
    expect(scene.encoded).toHaveLength(1);
    await scene.packs.makeVoice({ ...recording, name: 'Another', samples: samples.subarray(1) });
    expect(scene.encoded).toHaveLength(2);
    await scene.packs.clearVoices();
    expect(scene.packs.state().recorded).toEqual([]);
    await scene.packs.makeVoice(recording);
    expect(scene.encoded).toHaveLength(3);
  });

  it('keeps its voice while the pack is away', async () => {
    const { voiceId } = await scene.packs.makeVoice(recording);
    await scene.packs.remove('tiny');
    expect(scene.packs.state().recorded).toMatchObject([{ id: voiceId }]);
    await install('tiny');
    expect(scene.shelf.usable()[1]?.manifest.voices).toHaveLength(3);
  });

  it.each([
    ['without consent', { hasConsent: false }, 'refused'],
    ['for a pack that is not there', { packId: 'gone' }, 'unknown-pack'],
    ['for a pack without encoders', { packId: 'starter' }, 'unavailable-here'],
    ['under a name that is taken', { name: 'ivy' }, 'name-taken'],
  ])('%s is refused, and nothing is kept', async (_, changes, code) => {
    await expect(scene.packs.makeVoice({ ...recording, ...changes })).rejects.toMatchObject({ code });
    expect(scene.encoded).toHaveLength(0);
    await expect(access(scene.shelf.ownVoicesDir)).rejects.toThrow();
  });

  it('that the engine refuses leaves nothing', async () => {
    scene.encodeStyle = () =>
      Promise.reject(
        new SottoError({
          ...{ code: 'recording-refused', message: 'too short' },
          details: { finding: 'too-short', seconds: 0.1 },
        }),
      );
    await expect(scene.packs.makeVoice(recording)).rejects.toMatchObject({
      details: { finding: 'too-short' },
    });
    expect(scene.packs.state().recorded).toEqual([]);
  });
});

it('clears packs for whoever wants their disk back', async () => {
  await install('tiny');
  await install('other');
  expect(scene.packs.usage().packs).toMatchObject({ entries: 2 });
  await scene.packs.clearPacks();
  expect(installed()).toEqual(['starter']);
  await rm(scene.packsDir, { recursive: true });
  expect(scene.packs.usage().packs).toEqual({ bytes: 0, entries: 0 });
});
