import { describe, expect, it } from 'vitest';
import {
  catalogueEntry,
  catalogueFiles,
  catalogueSchema,
  downloadSize,
  readCatalogue,
  spokenLanguages,
} from './catalogue.js';

describe('the catalogue', () => {
  const { packs } = readCatalogue();

  it('fits its schema and knows the packs that it is to know', () => {
    expect(packs.map(({ id }) => id)).toEqual([
      'kokoro-82m-v1.0',
      'kokoro-82m-v1.1-zh',
      'kitten-mini-0.8',
      'kitten-micro-0.8',
      'kitten-nano-0.8',
      'kitten-nano-0.2',
      'kitten-nano-0.1',
    ]);
  });

  it.each(packs)(
    '$id names every file from one pinned version of its publisher, with a model and voices',
    (entry) => {
      for (const precision of Object.keys(entry.precisions)) {
        const files = catalogueFiles(entry, precision);
        expect(files[0]?.path).toMatch(/\.onnx$/);
        expect(files.some(({ path }) => /^voices(\.npz|\/)/.test(path))).toBe(true);
        for (const { url, path } of files)
          expect(url).toMatch(
            new RegExp(`^https://huggingface\\.co/[^/]+/[^/]+/resolve/[0-9a-f]{40}/${path}$`),
          );
      }
    },
  );

  it('lists as many voices as it says', () => {
    for (const entry of packs.filter(({ layout }) => layout === 'kokoro'))
      expect(catalogueFiles(entry).filter(({ path }) => path.startsWith('voices/'))).toHaveLength(
        entry.voiceCount,
      );
  });

  it('knows what a download weighs, and what of it cannot be checked', () => {
    expect(downloadSize(catalogueEntry('kokoro-82m-v1.0'))).toEqual({
      bytes: 325_532_232 + 44 + 3497 + 36 * 522_240,
      isExact: true,
      filesWithoutChecksum: 0,
    });
    expect(downloadSize(catalogueEntry('kokoro-82m-v1.1-zh'), 'fp16')).toMatchObject({ isExact: false });
    expect(downloadSize(catalogueEntry('kitten-nano-0.1')).filesWithoutChecksum).toBe(3);
  });

  it('tells the languages that are spoken here', () => {
    expect(spokenLanguages(catalogueEntry('kokoro-82m-v1.0'))).toEqual(['en', 'zh']);
    expect(spokenLanguages(catalogueEntry('kitten-mini-0.8'))).toEqual(['en']);
  });

  it('refuses what it does not have', () => {
    expect(() => catalogueEntry('kokoro')).toThrow(
      expect.objectContaining({ code: 'unknown-pack' }) as Error,
    );
    const entry = catalogueEntry('kitten-mini-0.8');
    for (const precision of ['fp64', 'constructor'])
      expect(() => catalogueFiles(entry, precision)).toThrow(
        expect.objectContaining({ code: 'bad-input' }) as Error,
      );
  });
});

describe('catalogueSchema', () => {
  const entry = catalogueEntry('kitten-nano-0.8');
  const parsed = (change: object) =>
    catalogueSchema.safeParse({ schema: 1, packs: [{ ...entry, ...change }] });

  it.each([
    ['a path out of the folder', { files: [{ path: '../x.bin' }] }],
    ['an absolute path', { files: [{ path: '/x.bin' }] }],
    ['a backslash', { files: [{ path: 'a\\b.bin' }] }],
    ['a hidden file', { files: [{ path: '.ssh/config' }] }],
    ['the same file twice', { files: [{ path: 'Voices.npz' }, { path: 'voices.npz' }] }],
    ['an address that is not encrypted', { base: 'http://huggingface.co/a/' }],
    ['a base without its slash', { base: 'https://huggingface.co/a' }],
    ['a checksum that is none', { files: [{ path: 'a.bin', sha256: 'ABC' }] }],
    ['a default precision without files', { defaultPrecision: 'fp16' }],
  ])('refuses %s', (_name, change) => {
    expect(parsed({}).success).toBe(true);
    expect(parsed(change).success).toBe(false);
  });

  it('refuses two packs of one id', () => {
    expect(catalogueSchema.safeParse({ schema: 1, packs: [entry, entry] }).success).toBe(false);
  });
});
