import { describe, expect, it } from 'vitest';
import { SottoError, type ErrorCode } from '../../shared/errors.js';
import type { EngineClient } from '../supervisor.js';
import { askEngine } from './ask-engine.js';

const engine = { client: () => Promise.resolve({} as EngineClient) };

/** Fails with these codes, one a time, then answers with how often it was asked. */
function answering(...codes: ErrorCode[]): () => Promise<number> {
  let count = 0;
  return () => {
    const code = codes[count++];
    return code === undefined
      ? Promise.resolve(count)
      : Promise.reject(new SottoError({ code, message: '' }));
  };
}

describe('askEngine', () => {
  it('asks once more when the process ended, and only then', async () => {
    expect(await askEngine(engine, answering())).toBe(1);
    expect(await askEngine(engine, answering('engine-stopped'))).toBe(2);
    await expect(askEngine(engine, answering('inference-failed'))).rejects.toMatchObject({
      code: 'inference-failed',
    });
    await expect(askEngine(engine, answering('engine-stopped', 'engine-stopped'))).rejects.toMatchObject({
      code: 'engine-stopped',
    });
  });

  it('does not for who has cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(askEngine(engine, answering('engine-stopped'), controller.signal)).rejects.toMatchObject({
      code: 'engine-stopped',
    });
  });
});
