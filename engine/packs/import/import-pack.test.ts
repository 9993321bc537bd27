import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { listInstalled } from '../installed.js';
import { graphFiles, loadPack } from '../load-pack.js';
import {
  asFolder,
  asZip,
  kittenRelease,
  kittenSherpa,
  KOKORO_ROWS,
  kokoroBare,
  kokoroChinese,
  kokoroCommunity,
  kokoroSherpa,
} from '../testing/model-folders.js';
import { npyOf } from '../testing/npz-writer.js';
import { bytesOf, changed, half } from '../testing/spoilt-files.js';
import { styleTable, tinySingleModel } from '../testing/tiny-models.js';
import type { ImportProgress } from './import-pack.js';
import { useImports } from './testing/use-imports.js';

/** What an import makes, whatever it was made of, and how it ends. */

const imports = useImports();

describe('a pack that was made', () => {
  it('has the weights beside its graphs, and keeps licences', async () => {
    const { packId } = await imports.importing(await asFolder(kokoroSherpa(), imports.folder));
    expect((await readdir(join(imports.packsDir, packId))).toSorted()).toEqual([
      'LICENSE',
      'model.fp32.onnx',
      'model.fp32.weights',
      'pack.json',
      'styles.bin',
    ]);
  });

  it('joins the tables of its voices, and finds them again', async () => {
    const { packId } = await imports.importing(await asFolder(kokoroCommunity(), imports.folder));
    const pack = await loadPack(join(imports.packsDir, packId));
    const styles = await pack.readTable(pack.manifest.styles);
    const george = pack.manifest.voices.find(({ id }) => id === 'bm_george');
    expect(george).toMatchObject({ name: 'George', language: 'en', accent: 'British', gender: 'male' });
    const { row = 0, rowCount = 0 } = george?.styles.neutral ?? {};
    expect(rowCount).toBe(KOKORO_ROWS);
    const table = new Float32Array(styleTable(2, KOKORO_ROWS).buffer);
    expect(styles.slice(row * 256, (row + rowCount) * 256)).toEqual(table);
    expect(pack.manifest).toMatchObject({
      limits: { maxTokens: 300 },
      defaults: { voice: 'af_heart' },
      defaultPrecision: 'fp32',
      languages: ['en', 'zh'],
      styles: { rowBy: 'tokens', rows: 3 * KOKORO_ROWS },
    });
  });

  it('says which voices were left out and why', async () => {
    const { report } = await imports.importing(await asFolder(kokoroCommunity(), imports.folder));
    expect(report.filter(({ code }) => code === 'voices-language').map(({ values }) => values)).toEqual([
      { language: 'fr', count: 1, names: 'ff_siwis' },
      { language: 'ja', count: 1, names: 'jf_alpha' },
    ]);
    expect(report.find(({ code }) => code === 'precision-duplicate')?.values).toMatchObject({
      file: 'onnx/model_uint8f16.onnx',
      kept: 'onnx/model_quantized.onnx',
    });
  });

  it('leaves out what is broken or no such model, where there is another one', async () => {
    const files = changed(kokoroCommunity(), {
      'onnx/model.onnx': half(tinySingleModel()),
      'onnx/model_fp16.onnx': bytesOf('version https://git-lfs.github.com/spec/v1'),
      'vad.onnx': tinySingleModel({ inputs: { tokens: 'samples' } }),
    });
    const { packId, report } = await imports.importing(await asFolder(files, imports.folder));
    const left = report.filter(({ code }) => code === 'model-left-out').map(({ values }) => values.file);
    expect(left).toEqual(['vad.onnx', 'onnx/model.onnx', 'onnx/model_fp16.onnx']);
    const { manifest } = await loadPack(join(imports.packsDir, packId));
    expect(Object.keys(graphFiles(manifest, 'model'))).toEqual(['int8']);
  });

  it('takes voices that are arrays of NumPy, one a file', async () => {
    const array = npyOf(styleTable(1, 4), [4, 1, 256]);
    const files = changed(kokoroBare(), { 'voices-v1.0.bin': undefined, 'voices/am_adam.npy': array });
    const { packId } = await imports.importing(await asFolder(files, imports.folder));
    const { manifest } = await loadPack(join(imports.packsDir, packId));
    expect(manifest.voices).toMatchObject([{ id: 'am_adam', styles: { neutral: { rowCount: 4 } } }]);
    expect(manifest.limits.maxTokens).toBe(512);
  });

  it('says which sounds a vocabulary has no symbols for', async () => {
    const { report } = await imports.importing(
      await asFolder(kokoroChinese({ ㄓ: 1, a: 2 }), imports.folder),
    );
    const lacking = report.find(({ code }) => code === 'symbols-missing');
    expect(lacking?.values.symbols).toContain('ㄅ');
    expect(lacking?.values.symbols).not.toContain('ㄓ');
  });

  it('gives KittenTTS its names, paces and what stands around an utterance', async () => {
    const { packId } = await imports.importing(await asFolder(kittenRelease('0.8'), imports.folder));
    const { manifest } = await loadPack(join(imports.packsDir, packId));
    expect(manifest.alphabet).toMatchObject({ before: [0], after: [10, 0], spacing: 'all' });
    expect(manifest.styles.rowBy).toBe('characters');
    expect(manifest.voices[0]).toMatchObject({ name: 'Bella', gender: 'female' });
    expect(manifest.voices[0]?.styles.neutral?.controls.lengthScale).toBe(1.25);
    expect(manifest.voices[2]).toMatchObject({ name: 'Kiki' });
    expect(manifest.voices[2]?.styles.neutral?.controls.lengthScale).toBe(1);
  });

  it("takes paces and the limit from sherpa's metadata", async () => {
    const { packId } = await imports.importing(await asFolder(kittenSherpa(), imports.folder));
    const { manifest } = await loadPack(join(imports.packsDir, packId));
    expect(manifest.limits.maxTokens).toBe(400);
    expect(manifest.voices.map(({ styles }) => styles.neutral?.controls.lengthScale)).toEqual([
      1.25, 1.25, 2,
    ]);
  });

  it('is auditioned before it is activated', async () => {
    const listen = vi.fn(async (packDir: string) => {
      expect((await loadPack(packDir)).manifest.id).toBe('kokoro-82m-v1.0');
      // Until then it lies in a folder that `cleanLeftovers` knows, should the process be killed.
      expect(await listInstalled(imports.packsDir)).toEqual([]);
      expect((await readdir(imports.packsDir)).join(' ')).toMatch(/^\.import-\d+-[0-9a-f]{8}$/);
      return { isOk: true, reason: '' };
    });
    await imports.importing(await asFolder(kokoroCommunity(), imports.folder), { audition: listen });
    // Once a precision.
    expect(listen).toHaveBeenCalledTimes(3);
  });

  it('reports its progress in bytes, phase by phase', async () => {
    const seen: ImportProgress[] = [];
    await imports.importing(await asZip(kittenRelease(), imports.folder), {
      onProgress: (progress) => seen.push(progress),
    });
    const phases = seen.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
    expect(phases).toEqual(['reading', 'copying', 'auditioning', 'activating']);
    const copied = seen.filter(({ phase }) => phase === 'copying').at(-1);
    expect(copied?.doneBytes).toBeGreaterThan(0);
    expect(copied?.totalBytes).toBeGreaterThanOrEqual(copied?.doneBytes ?? 0);
  });
});

describe('a pack of an id that is installed', () => {
  it('is refused, and replaces the other one where that is asked for', async () => {
    const first = await asFolder(kokoroCommunity(), imports.folder, 'first');
    const second = await asFolder(kokoroBare(), imports.folder, 'second');
    await imports.importing(first);
    const error = await imports.refusal(second);
    expect(error).toMatchObject({
      code: 'pack-installed',
      details: { packId: 'kokoro-82m-v1.0', canReplace: true },
    });
    expect((await loadPack(join(imports.packsDir, 'kokoro-82m-v1.0'))).manifest.voices).toHaveLength(3);
    await imports.importing(second, { replaces: true });
    expect((await loadPack(join(imports.packsDir, 'kokoro-82m-v1.0'))).manifest.voices).toHaveLength(2);
    expect(await readdir(imports.packsDir)).toEqual(['kokoro-82m-v1.0']);
  });

  it('never replaces one that came with the program', async () => {
    const source = await asFolder(await imports.sottoPack(), imports.folder);
    const error = await imports.refusal(source, { replaces: true, reservedIds: ['my-pack'] });
    expect(error).toMatchObject({ code: 'pack-installed', details: { canReplace: false } });
  });

  it('leaves the installed one when its audition fails', async () => {
    const source = await asFolder(kokoroCommunity(), imports.folder);
    await imports.importing(source);
    const listen = () => Promise.resolve({ isOk: false, reason: 'a sample is not a number' });
    const error = await imports.refusal(source, { replaces: true, audition: listen });
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: 'audition-failed' } });
    expect(await listInstalled(imports.packsDir)).toMatchObject([{ problem: undefined }]);
  });
});

describe('an import that is cancelled', () => {
  it.each(['reading', 'copying', 'auditioning', 'activating'] as const)('while it is %s', async (phase) => {
    const source = await asFolder(kokoroCommunity(), imports.folder);
    const stopping = new AbortController();
    const error = await imports.refusal(source, {
      signal: stopping.signal,
      onProgress: (progress) => {
        if (progress.phase === phase) stopping.abort();
      },
    });
    expect(error.code).toBe('cancelled');
  });
});

it('says when it cannot write', async () => {
  const source = await asFolder(kokoroBare(), imports.folder);
  await writeFile(imports.packsDir, 'a file in the place of the folder');
  expect(await imports.refusal(source)).toMatchObject({ code: 'file-unwritable' });
});
