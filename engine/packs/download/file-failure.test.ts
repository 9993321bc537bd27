import { expect, it } from 'vitest';
import { SottoError } from '../../shared/errors.js';
import { fileFailure, onDisk } from './file-failure.js';

const failure = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code });

it.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'file-unwritable'],
  ['EROFS', 'file-unwritable'],
])('%s is %s', async (errno, code) => {
  await expect(onDisk('/pack', Promise.reject(failure(errno)))).rejects.toMatchObject({
    code,
    kept: expect.stringContaining('goes on from there') as string,
    details: { path: '/pack', errno },
  });
});

it('leaves what is no failure of the disk as it is', () => {
  const own = new SottoError({ code: 'download-corrupt', message: 'broken' });
  expect(fileFailure('/pack', own)).toBe(own);
  expect(fileFailure('/pack', 'text')).toBe('text');
});
