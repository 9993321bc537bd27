import { describe, expect, it } from 'vitest';
import { appContract } from '../../engine/shared/app-contract.js';
import { createClient } from '../../engine/shared/rpc-client.js';
import { serve } from '../../engine/shared/rpc-server.js';
import { handlerDoubles } from '../../engine/shared/testing/handler-doubles.js';
import { createMemoryPortPair } from '../../engine/shared/transport.js';
import { EventStore } from './event-store.js';

function createScene() {
  const [window, host] = createMemoryPortPair();
  const tellers = new Set<(version: string) => void>();
  const handlers = handlerDoubles(appContract, {
    recentWatch(_, tell) {
      const teller = (text: string): void => tell({ items: [{ id: text, text, spokenAtMs: 0 }] });
      tellers.add(teller);
      return () => tellers.delete(teller);
    },
  });
  serve(appContract, handlers, host);
  const frames: (() => void)[] = [];
  const store = new EventStore(createClient(appContract, window), (callback) => frames.push(callback));
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    store,
    settle,
    tellers,
    tell: async (text: string): Promise<void> => {
      for (const teller of tellers) teller(text);
      await settle();
    },
    draw: (): void => {
      for (const frame of frames.splice(0)) frame();
    },
    newest: (): string | undefined => store.get('recentWatch')?.items[0]?.text,
  };
}

describe('the event store', () => {
  it('tells once a frame, however much came, and then the newest', async () => {
    const { store, settle, tell, draw, newest } = createScene();
    let toldCount = 0;
    store.watch('recentWatch', () => toldCount++);
    await settle();
    await tell('one');
    await tell('two');
    expect([toldCount, newest()]).toEqual([0, undefined]);
    draw();
    expect([toldCount, newest()]).toEqual([1, 'two']);
    draw();
    await tell('three');
    draw();
    expect([toldCount, newest()]).toEqual([2, 'three']);
  });

  it('subscribes once for all who look, and not longer than somebody does', async () => {
    const { store, settle, tellers } = createScene();
    const stops = [store.watch('recentWatch', () => undefined), store.watch('recentWatch', () => undefined)];
    await settle();
    expect(tellers.size).toBe(1);
    for (const stop of stops) stop();
    await settle();
    expect(tellers.size).toBe(0);
  });
});
