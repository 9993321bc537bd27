import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appContract } from '../../engine/shared/app-contract.js';
import { createClient } from '../../engine/shared/rpc-client.js';
import { serve } from '../../engine/shared/rpc-server.js';
import { handlerDoubles } from '../../engine/shared/testing/handler-doubles.js';
import { createMemoryPortPair } from '../../engine/shared/transport.js';
import { EventStore } from './event-store.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A host that tells what it is made to tell, and a client of it. */
function createHost() {
  const [window, host] = createMemoryPortPair();
  const tellers = new Set<(text: string) => void>();
  const handlers = handlerDoubles(appContract, {
    recentWatch(_, tell) {
      const teller = (text: string): void => tell({ items: [{ id: text, text, spokenAtMs: 0 }] });
      tellers.add(teller);
      return () => tellers.delete(teller);
    },
  });
  serve(appContract, handlers, host);
  return {
    client: createClient(appContract, window),
    tellers,
    tell: async (text: string): Promise<void> => {
      await settle();
      for (const teller of tellers) teller(text);
      await settle();
    },
  };
}

function createScene() {
  const host = createHost();
  const frames: (() => void)[] = [];
  const store = new EventStore((callback) => frames.push(callback));
  store.connect(host.client);
  return {
    ...host,
    store,
    draw: (): void => {
      for (const frame of frames.splice(0)) frame();
    },
    newest: (): string | undefined => store.get('recentWatch')?.items[0]?.text,
  };
}

describe('the event store', () => {
  it('tells once a frame, however much came, and then the newest', async () => {
    const { store, tell, draw, newest } = createScene();
    let toldCount = 0;
    store.watch('recentWatch', () => toldCount++);
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

  it('subscribes once for all who look, and not long after the last of them has left', async () => {
    const { store, tellers } = createScene();
    const stops = [store.watch('recentWatch', () => undefined), store.watch('recentWatch', () => undefined)];
    await settle();
    expect(tellers.size).toBe(1);
    for (const stop of stops) stop();
    vi.runAllTimers();
    await settle();
    expect(tellers.size).toBe(0);
  });

  it('keeps what it knows for whoever comes as the last one leaves', async () => {
    const { store, tellers, tell, draw, newest } = createScene();
    const leave = store.watch('recentWatch', () => undefined);
    await tell('one');
    draw();
    leave();
    store.watch('recentWatch', () => undefined);
    vi.runAllTimers();
    await settle();
    expect([newest(), tellers.size]).toEqual(['one', 1]);
  });

  it('keeps what it knows over a new connection, and hears what that one tells', async () => {
    const { store, tell, draw, newest } = createScene();
    let toldCount = 0;
    store.watch('recentWatch', () => toldCount++);
    await tell('old');
    draw();
    const next = createHost();
    store.connect(next.client);
    expect(newest()).toBe('old');
    await next.tell('new');
    draw();
    expect([newest(), toldCount]).toEqual(['new', 2]);
  });
});
