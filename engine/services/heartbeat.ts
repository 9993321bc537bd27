import type { Clock } from '../shared/clock.js';
import type { EngineContract } from '../shared/contract.js';
import type { Client } from '../shared/rpc-client.js';
import type { Unsubscribe } from '../shared/transport.js';

export interface HeartbeatLimits {
  readonly heartbeatIntervalMs: number;
  readonly heartbeatTimeoutMs: number;
}

/**
 * Asks again and again whether the engine still answers. It answers between two runs of the model, so the timeout has to
 * be longer than the longest run.
 * @param onHang called once with a reason when no answer came in time
 * @returns stops asking
 */
export function startHeartbeat(
  client: Pick<Client<EngineContract>, 'ping'>,
  clock: Clock,
  { heartbeatIntervalMs, heartbeatTimeoutMs }: HeartbeatLimits,
  onHang: (reason: string) => void,
): Unsubscribe {
  let stopTimer: Unsubscribe = () => undefined;
  let isStopped = false;
  const wait = (): void => {
    if (!isStopped) stopTimer = clock.after(heartbeatIntervalMs, ask);
  };
  const ask = (): void => {
    stopTimer = clock.after(heartbeatTimeoutMs, () => {
      onHang(`the engine did not answer for ${heartbeatTimeoutMs} ms`);
    });
    client.ping({}).then(
      () => {
        stopTimer();
        wait();
      },
      // The connection is gone, which its owner hears of by itself.
      () => stopTimer(),
    );
  };
  wait();
  return () => {
    isStopped = true;
    stopTimer();
  };
}
