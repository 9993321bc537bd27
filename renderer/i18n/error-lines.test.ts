import { describe, expect, it } from 'vitest';
import { errorLines } from './error-lines.js';

const error = {
  code: 'file-unreadable',
  message: 'a.txt cannot be read',
  kept: 'the queue goes on',
  next: 'check its permissions',
} as const;

describe('errorLines', () => {
  it('says what happened, what was kept and what to do, as far as it is known', () => {
    expect(errorLines(error, 'en')).toEqual([
      'a.txt cannot be read',
      'the queue goes on',
      'check its permissions',
    ]);
    expect(errorLines({ code: 'internal', message: 'oh' }, 'en')).toEqual(['oh']);
  });

  it('says it in Chinese by its code, with what only the host knows behind it', () => {
    const lines = errorLines(error, 'zh-CN');
    expect(lines[0]).toMatch(/^无法读取文件/);
    expect(lines[1]).toBe('a.txt cannot be read');
  });
});
