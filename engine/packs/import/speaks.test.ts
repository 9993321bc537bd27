import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.js';
import { engineConfigSchema } from '../../shared/contract.js';
import { createFrontEnd } from '../../text/front-end.js';
import { letterPhonemizer } from '../../text/testing/fake-phonemizer.js';
import { openForTrial } from '../../worker/engine-packs.js';
import { runSelfTest } from '../../worker/self-test.js';
import { listInstalled } from '../installed.js';
import {
  asFolder,
  kittenRelease,
  kittenSherpa,
  kokoroBare,
  kokoroChinese,
  kokoroCommunity,
  kokoroSherpa,
} from '../testing/model-folders.js';
import { tinySingleModel } from '../testing/tiny-models.js';
import type { Audition } from './audition.js';
import { importPack } from './import-pack.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-speaks-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What the engine does when it is asked for an audition. */
async function audition(packDir: string): Promise<Audition> {
  const config = engineConfigSchema.parse({ packs: [{ dir: packDir }] });
  const model = await openForTrial(packDir, config, () => undefined);
  const frontEnd = () => Promise.resolve(createFrontEnd(letterPhonemizer));
  const checks = (await runSelfTest(model, frontEnd, systemClock)).filter(({ name }) => name !== 'text');
  const failed = checks.filter(({ isOk }) => !isOk).map(({ name, detail }) => `${name}: ${detail}`);
  return { isOk: failed.length === 0, reason: failed.join('; ') };
}

describe('the engine speaks with what was imported from', () => {
  it.each([
    ['a community export of Kokoro', kokoroCommunity],
    ['Kokoro v1.1-zh', kokoroChinese],
    ['kokoro-onnx', kokoroBare],
    ["sherpa-onnx's Kokoro", kokoroSherpa],
    ['KittenTTS 0.8', kittenRelease],
    ['KittenTTS 0.1', () => kittenRelease('0.1')],
    ["sherpa-onnx's KittenTTS", kittenSherpa],
  ])('%s', async (_, layout) => {
    const source = await asFolder(layout(), folder);
    const { packId } = await importPack({ source, packsDir: join(folder, 'packs'), audition });
    expect(packId).not.toBe('');
  });
});

it('a precision that the engine cannot speak with is left out, the others stay', async () => {
  const broken = tinySingleModel({ isBroken: true });
  const files = { ...kokoroCommunity(), 'onnx/model.onnx': broken, 'onnx/model_quantized.onnx': broken };
  const source = await asFolder(files, folder);
  const { packId, report } = await importPack({ source, packsDir: join(folder, 'packs'), audition });
  const failed = report.filter(({ code }) => code === 'precision-failed');
  expect(failed.map(({ values }) => values.precision)).toEqual(['fp32', 'int8']);
  const [pack] = await listInstalled(join(folder, 'packs'));
  expect(pack).toMatchObject({ id: packId, problem: undefined, manifest: { defaultPrecision: 'fp16' } });
  const left = (await readdir(join(folder, 'packs', packId))).filter((name) => name.endsWith('.onnx'));
  expect(left).toEqual(['model.fp16.onnx']);
});

it('the engine hears weights that are no numbers', async () => {
  const files = { ...kokoroBare(), 'kokoro-v1.0.int8.onnx': tinySingleModel({ isBroken: true }) };
  const source = await asFolder(files, folder);
  await expect(importPack({ source, packsDir: join(folder, 'packs'), audition })).rejects.toMatchObject({
    code: 'pack-refused',
    details: { finding: 'audition-failed' },
  });
});
