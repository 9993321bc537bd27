import type { EngineClient } from '../supervisor.js';
import type { EngineHost } from '../engine-host.js';
import { toErrorShape } from '../../shared/errors.js';

/**
 * Asks the engine, and once more where its process ended meanwhile: it is replaced when the packs or the settings change,
 * which the one who asks had no part in.
 * @throws what the engine answers; SottoError `engine-stopped` when the second process ended too
 */
export async function askEngine<T>(
  engine: Pick<EngineHost, 'client'>,
  ask: (client: EngineClient) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const once = async (): Promise<T> => ask(await engine.client(signal));
  try {
    return await once();
  } catch (thrown) {
    if (signal?.aborted === true || toErrorShape(thrown).code !== 'engine-stopped') throw thrown;
    return once();
  }
}
