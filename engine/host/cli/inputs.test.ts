import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addedPackDir, resolveVoice } from './choose-voice.js';
import { writeFakePack } from './testing/fake-installation.js';
import { textSource } from './utterances.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-inputs-'));
  await writeFakePack(join(folder, 'pack'));
  await writeFakePack(join(folder, 'packs', 'fake'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('resolveVoice', () => {
  const folders = () => ({
    starterPackDir: join(folder, 'pack'),
    packsDir: join(folder, 'packs'),
    ownVoicesDir: join(folder, 'own-voices'),
  });
  const resolve = (voice?: string, style?: string) =>
    resolveVoice(folders(), {
      ...(voice !== undefined && { voice }),
      ...(style !== undefined && { style }),
    });

  it.each([
    [undefined, undefined, {}],
    ['en_rowan', undefined, { voice: 'en_rowan' }],
    ['Rowan', 'calm', { voice: 'en_rowan', style: 'calm' }],
    ['ZH_LIAN', 'Calm', { voice: 'zh_lian', style: 'calm' }],
    [undefined, 'calm', { voice: 'en_ivy', style: 'calm' }],
    ['fake/en_rowan', 'calm', { voice: 'fake/en_rowan', style: 'calm' }],
    ['fake/Lian', undefined, { voice: 'fake/zh_lian' }],
  ])('%s %s', async (voice, style, expected) => {
    expect(await resolve(voice, style)).toEqual(expected);
  });

  it.each([
    ['ivi', undefined, 'unknown-voice', /no voice "ivi"; did you mean en_ivy\?/],
    ['nobody', undefined, 'unknown-voice', /^there is no voice "nobody"$/],
    ['fake/ivi', undefined, 'unknown-voice', /no voice "ivi"; did you mean en_ivy\?/],
    ['fakes/en_ivy', undefined, 'unknown-pack', /no pack "fakes"; did you mean fake\?/],
    ['kokoro-82m-v1.1/heart', undefined, 'unknown-pack', /; did you mean kokoro-82m-v1\.0/],
    ['../pack/en_ivy', undefined, 'unknown-pack', /^there is no pack "\.\."$/],
    [undefined, 'clam', 'unknown-style', /no style "clam" of en_ivy; did you mean calm\?/],
  ])('%s %s is refused', async (voice, style, code, words) => {
    const refusal = expect(resolve(voice, style)).rejects;
    await refusal.toMatchObject({ code, message: expect.stringMatching(words) as string });
  });

  it('says how to get a pack that is not installed', async () => {
    await expect(resolve('kokoro-82m-v1.0/heart')).rejects.toMatchObject({
      code: 'unknown-pack',
      message: 'the pack "kokoro-82m-v1.0" is not installed',
      next: '`sotto packs download kokoro-82m-v1.0` brings it',
    });
    await expect(resolve('mine/voice')).rejects.toMatchObject({
      code: 'unknown-pack',
      next: expect.stringMatching(/`sotto packs list`.*`sotto packs import PATH`/) as string,
    });
  });
});

it.each([
  [undefined, undefined],
  ['en_ivy', undefined],
  ['kokoro-82m-v1.0/af_heart', join('/packs', 'kokoro-82m-v1.0')],
  ['../elsewhere/voice', undefined],
  ['/voice', undefined],
])('the pack of the voice %s lies in %s', (voice, dir) => {
  expect(addedPackDir(voice, '/packs')).toBe(dir);
});

describe('textSource', () => {
  const read = async (words: string[], file?: string) => {
    const source = await textSource(words, file === undefined ? {} : { file }, new AbortController().signal);
    const texts: string[] = [];
    for await (const text of source.texts) texts.push(text);
    return texts;
  };

  it('takes words as they are, and files with any mark', async () => {
    expect(await read(['Hello', 'there'])).toEqual(['Hello there']);
    const path = join(folder, 'text');
    await writeFile(path, Buffer.from('\ufeffein Text\r\nzwei', 'utf16le'));
    expect(await read([], path)).toEqual(['ein Text\r\nzwei']);
    await writeFile(path, '');
    expect(await read([], path)).toEqual(['']);
  });

  it.each([
    ['a directory', () => read([], folder), 'file-unreadable', /it is a directory/],
    ['a missing file', () => read([], join(folder, 'none')), 'file-unreadable', /there is no such file/],
    ['text and file', () => read(['a'], 'b'), 'bad-input', /not both/],
    ['a NUL', () => read(['a\0b']), 'binary-input', /the text is not text/],
  ])('refuses %s', async (_name, reading, code, words) => {
    await expect(reading()).rejects.toMatchObject({ code, message: expect.stringMatching(words) as string });
  });
});
