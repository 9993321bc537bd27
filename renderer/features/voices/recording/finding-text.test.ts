import { expect, test } from 'vitest';
import { SottoError } from '../../../../engine/shared/errors.js';
import { findingText, inLanguage } from './finding-text.js';

const quiet = { level: 'warning', code: 'quiet', values: { levelDbfs: -38.2, gainDb: 15 } } as const;

test('what was found is said with its values, in either language', () => {
  expect(findingText(quiet, 'en')).toMatch(/^The recording is quiet \(38 dB below full scale\)/);
  expect(findingText(quiet, 'zh-CN')).toBe('录音较轻（低于满幅 38 dB），已提高 15 dB，噪声也随之变大。');
  expect(findingText({ ...quiet, code: 'toString' }, 'en')).toBe('toString');
});

test('a refusal says why in the interface’s language', () => {
  const refusal = new SottoError({
    code: 'recording-refused',
    message: 'there is only 1 s of sound in the recording',
    details: { finding: 'too-short', durationMs: 1000, leastMs: 3000 },
  });
  expect(inLanguage(refusal, 'en')).toBe(refusal);
  expect(inLanguage(refusal, 'zh-CN')).toMatchObject({
    code: 'recording-refused',
    message: expect.stringContaining('至少需要') as string,
  });
  const other = new Error('x');
  expect(inLanguage(other, 'zh-CN')).toBe(other);
});
