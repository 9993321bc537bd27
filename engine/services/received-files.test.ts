import { describe, expect, it } from 'vitest';
import { createReceivedFiles } from './received-files.js';

describe('received files', () => {
  it('are known by id, the newest at any rate', () => {
    const files = createReceivedFiles();
    const own = { path: '/own', fileName: 'own.txt' };
    const first = files.receive(own);
    expect(files.find(first)).toEqual(own);
    let last = '';
    for (let index = 0; index < 2000; index++) last = files.receive(own);
    expect(files.find(first)).toBeUndefined();
    expect(files.find(last)).toEqual(own);
  });

  it('are discarded after their last use, where they are copies', () => {
    const files = createReceivedFiles();
    const [kept, discarded]: [string[], string[]] = [[], []];
    const copy = files.receive({
      ...{ path: '/copy', fileName: 'a.zip' },
      copy: { keep: () => kept.push('/copy'), discard: () => discarded.push('/copy') },
    });
    const [first, second] = [files.use(copy), files.use(copy)];
    expect(kept).toContain('/copy');
    first?.release?.();
    first?.release?.();
    expect([files.find(copy)?.path, discarded]).toEqual(['/copy', []]);
    second?.release?.();
    expect([files.find(copy), files.use(copy), discarded]).toEqual([undefined, undefined, ['/copy']]);
    const own = files.receive({ path: '/own', fileName: 'b.zip' });
    expect(files.use(own)).toEqual({ path: '/own', fileName: 'b.zip', release: undefined });
  });
});
