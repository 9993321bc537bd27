import { expect, test } from 'vitest';
import type { ImportFinding } from '../../../engine/shared/app/packs.js';
import { findingText, taskErrorLines } from './finding-text.js';

const tooLarge: ImportFinding = {
  level: 'refused',
  code: 'file-too-large',
  values: { file: 'a.onnx', bytes: 3e9, maxBytes: 2e9 },
  text: 'a.onnx has 3000000000 bytes; such a file has 2000000000 at most',
};

test('a finding is said in the interface’s language, with its values', () => {
  expect(findingText(tooLarge, 'zh-CN')).toBe('a.onnx 过大：3 GB，最多 2 GB');
  expect(findingText(tooLarge, 'en')).toBe('a.onnx has 3000000000 bytes; such a file has 2000000000 at most');
});

test('two sizes that hardly differ are said to the last digit', () => {
  const values = { file: 'v.bin', bytes: 1_048_576, expected: 1_048_580 };
  expect(findingText({ ...tooLarge, code: 'voices-size', values }, 'zh-CN')).toContain(
    '1048576 字节，应为 1048580 字节',
  );
});

test('a sentence begins with a capital, a file’s name does not', () => {
  expect(findingText({ ...tooLarge, text: 'the zip is damaged' }, 'en')).toBe('The zip is damaged');
});

test('languages and checks are named, what was measured is said as the engine says it', () => {
  const found = (code: string, values: ImportFinding['values']): string =>
    findingText({ ...tooLarge, code, values }, 'zh-CN');
  expect(found('voices', { count: 9, languages: 'en, zh' })).toBe('9 个声音（英语、中文）');
  expect(found('voices-language', { count: 2, language: 'ja', names: 'a, b' })).toContain('2 个日语声音');
  const reason = 'sound: 0.1 s at -90.0 dB; windows: differ; odd';
  expect(found('audition-failed', { reason })).toContain(
    '合成的声音（0.1 s at -90.0 dB）；分段合成（differ）；odd',
  );
});

test('a code without words falls back to what the host says', () => {
  const unknown = { ...tooLarge, code: 'toString', text: 'something new' };
  expect(findingText(unknown, 'zh-CN')).toBe('Something new');
});

test('a failure names what was refused in its own words', () => {
  expect(taskErrorLines(['这个模型无法使用。', tooLarge.text], [tooLarge], 'zh-CN')[1]).toContain('过大');
  expect(taskErrorLines(['It failed.', 'because'], [tooLarge], 'en')).toEqual(['It failed.', 'because']);
});
