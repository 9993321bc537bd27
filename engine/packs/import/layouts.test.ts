import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listInstalled } from '../installed.js';
import { graphFiles, loadPack } from '../load-pack.js';
import {
  asFolder,
  asZip,
  kittenCommunity,
  kittenRelease,
  kittenSherpa,
  KOKORO_ROWS,
  kokoroBare,
  kokoroChinese,
  kokoroCommunity,
  kokoroSherpa,
  type ModelFolder,
} from '../testing/model-folders.js';
import { useImports } from './testing/use-imports.js';

/** Every layout that is recognised, from everything that it may lie in. */

const imports = useImports();

interface Expected {
  readonly id: string;
  readonly precisions: readonly string[];
  readonly voices: readonly string[];
  readonly findings: readonly string[];
}

const LAYOUTS: readonly (readonly [string, () => ModelFolder, Expected])[] = [
  [
    'a community export of Kokoro',
    kokoroCommunity,
    {
      id: 'kokoro-82m-v1.0',
      precisions: ['fp16', 'fp32', 'int8'],
      voices: ['af_heart', 'bm_george', 'zf_xiaoxiao'],
      findings: [
        'layout',
        'model',
        'model',
        'model',
        'precision-duplicate',
        'voices',
        'voices-language',
        'voices-language',
        'vocabulary',
        'durations',
      ],
    },
  ],
  [
    'Kokoro v1.1-zh',
    kokoroChinese,
    {
      id: 'kokoro-82m-v1.1-zh',
      precisions: ['fp32'],
      voices: ['af_maple', 'zf_001', 'zm_009'],
      findings: ['layout', 'model', 'voices', 'vocabulary', 'durations'],
    },
  ],
  [
    'a model of kokoro-onnx without a vocabulary',
    kokoroBare,
    {
      id: 'kokoro-82m-v1.0',
      precisions: ['int8'],
      voices: ['af_heart', 'am_adam'],
      findings: ['layout', 'model', 'voices', 'vocabulary-assumed', 'durations'],
    },
  ],
  [
    "sherpa-onnx's Kokoro v0.19",
    kokoroSherpa,
    {
      id: 'kokoro-82m-v0.19',
      precisions: ['fp32'],
      voices: ['af', 'bm_lewis'],
      findings: ['layout', 'model', 'voices', 'vocabulary', 'durations'],
    },
  ],
  [
    "sherpa-onnx's Kokoro v1.0",
    () => kokoroSherpa(KOKORO_ROWS, ['af_heart', 'ef_dora', 'zm_yunxi']),
    {
      id: 'kokoro-82m-v1.0',
      precisions: ['fp32'],
      voices: ['af_heart', 'zm_yunxi'],
      findings: ['layout', 'model', 'voices', 'voices-language', 'vocabulary', 'durations'],
    },
  ],
  [
    'a release of KittenTTS 0.8',
    () => kittenRelease('0.8'),
    {
      id: 'kitten-nano-0.8',
      precisions: ['fp32'],
      voices: ['expr-voice-2-f', 'expr-voice-2-m', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices'],
    },
  ],
  [
    'a release of KittenTTS 0.1',
    () => kittenRelease('0.1'),
    {
      id: 'kitten-nano-0.1',
      precisions: ['fp32'],
      voices: ['expr-voice-2-f', 'expr-voice-2-m', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices'],
    },
  ],
  [
    "the community's export of KittenTTS",
    kittenCommunity,
    {
      id: 'kitten',
      precisions: ['fp32'],
      voices: ['expr-voice-2-f', 'expr-voice-2-m', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices', 'durations'],
    },
  ],
  [
    "sherpa-onnx's KittenTTS",
    kittenSherpa,
    {
      id: 'kitten-nano-0.8',
      precisions: ['int8'],
      voices: ['expr-voice-2-m', 'expr-voice-2-f', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices'],
    },
  ],
];

describe.each([
  ['folder', asFolder],
  ['zip', asZip],
  ['zip without a folder in it', (files: ModelFolder, parent: string) => asZip(files, parent, '')],
] as const)('from a %s', (_, written) => {
  it.each(LAYOUTS)('imports %s', async (__, layout, expected) => {
    const { packId, report } = await imports.importing(await written(layout(), imports.folder));
    expect(packId).toBe(expected.id);
    expect(report.map(({ code }) => code)).toEqual(expected.findings);
    expect(await readdir(imports.packsDir)).toEqual([packId]);
    const [installed] = await listInstalled(imports.packsDir);
    expect(installed?.problem).toBeUndefined();
    const { manifest } = await loadPack(join(imports.packsDir, packId));
    expect(manifest.family).toBe('single');
    expect(Object.keys(graphFiles(manifest, 'model')).toSorted()).toEqual(expected.precisions);
    expect(manifest.voices.map(({ id }) => id)).toEqual(expected.voices);
  });

  it.each(['split', 'staged', 'single'] as const)('imports a Sotto pack (%s)', async (family) => {
    const { packId, report } = await imports.importing(
      await written(await imports.sottoPack(family), imports.folder),
    );
    expect(packId).toBe('my-pack');
    expect(report.map(({ code }) => code)).toEqual(['layout', 'voices']);
    expect(await listInstalled(imports.packsDir)).toMatchObject([{ id: 'my-pack', problem: undefined }]);
  });

  it('finds the Sotto pack among other layouts of the same model', async () => {
    const inside = (top: string, files: ModelFolder): ModelFolder =>
      Object.fromEntries(Object.entries(files).map(([name, data]) => [`${top}/${name}`, data]));
    const pack = { ...(await imports.sottoPack()), LICENSE: new Uint8Array(5) };
    const files = { ...inside('community', kokoroCommunity()), ...inside('pack', pack) };
    const { packId } = await imports.importing(await asFolder(files, imports.folder));
    expect(packId).toBe('my-pack');
    expect(await readdir(join(imports.packsDir, packId))).toContain('LICENSE');
  });
});
