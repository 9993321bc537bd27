import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { engineContract, SpeakItem, SpeakSummary } from './contract.js';
import { SottoError, type ErrorShape } from './errors.js';
import { createClient, type CallStream, type Client } from './rpc-client.js';
import { serve, type Handlers } from './rpc-server.js';
import { createMemoryPortPair, type Port } from './transport.js';

const contract = {
  double: { kind: 'unary', input: z.strictObject({ value: z.number() }), output: z.number() },
  countTo: {
    kind: 'stream',
    input: z.strictObject({ last: z.int() }),
    item: z.object({ value: z.int(), pcm: z.custom<Float32Array>((v) => v instanceof Float32Array) }),
    output: z.object({ sum: z.int() }),
  },
  ticks: { kind: 'event', input: z.strictObject({ step: z.int() }), payload: z.object({ tick: z.int() }) },
} as const;

interface Seen {
  aborted: boolean;
  ended: number;
  produced: number;
  /** Tells the subscribers of `ticks`. */
  readonly tellers: Set<(tick: number) => void>;
}

function connect(overrides: Partial<Handlers<typeof contract>> = {}): {
  client: Client<typeof contract>;
  hostPort: Port;
  enginePort: Port;
  faults: ErrorShape[];
  seen: Seen;
} {
  const [hostPort, enginePort] = createMemoryPortPair();
  const faults: ErrorShape[] = [];
  const seen: Seen = { aborted: false, ended: 0, produced: 0, tellers: new Set() };
  const handlers: Handlers<typeof contract> = {
    double: ({ value }) => value * 2,
    async *countTo({ last }, { signal }) {
      signal.addEventListener('abort', () => (seen.aborted = true));
      let sum = 0;
      try {
        for (let value = 1; value <= last; value++) {
          await Promise.resolve();
          seen.produced++;
          sum += value;
          yield { value, pcm: new Float32Array([value]) };
        }
        return { sum };
      } finally {
        seen.ended++;
      }
    },
    ticks({ step }, tell) {
      const teller = (tick: number): void => tell({ tick: tick * step });
      seen.tellers.add(teller);
      return () => seen.tellers.delete(teller);
    },
    ...overrides,
  };
  serve(contract, handlers, enginePort);
  const client = createClient(contract, hostPort, { onFault: (error) => faults.push(error) });
  return { client, hostPort, enginePort, faults, seen };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

async function failure(promise: Promise<unknown>): Promise<SottoError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SottoError) return error;
    throw error;
  }
  throw new Error('expected a failure');
}

describe('rpc', () => {
  it('answers a unary call', async () => {
    expect(await connect().client.double({ value: 21 })).toBe(42);
  });

  it('tells a subscriber every event until it unsubscribes', async () => {
    const { client, seen } = connect();
    const heard: number[] = [];
    const tell = async (tick: number): Promise<void> => {
      for (const teller of seen.tellers) teller(tick);
      await settle();
    };
    const unsubscribe = client.ticks({ step: 10 }, ({ tick }) => heard.push(tick));
    await settle();
    await tell(1);
    await tell(2);
    unsubscribe();
    await settle();
    expect(seen.tellers.size).toBe(0);
    await tell(3);
    expect(heard).toEqual([10, 20]);
  });

  it('tells a subscriber why nothing more comes, and frees what served it, when the port closes', async () => {
    const { client, seen, enginePort } = connect();
    const ends: string[] = [];
    client.ticks({ step: 1 }, () => undefined, { onEnd: ({ code }) => ends.push(code) });
    await settle();
    enginePort.close();
    await settle();
    expect(ends).toEqual(['engine-stopped']);
    expect(seen.tellers.size).toBe(0);
  });

  it('drops a malformed event, reports it, and goes on', async () => {
    const { client, seen, faults } = connect({
      ticks(_, tell) {
        const teller = (tick: number): void => tell({ tick: tick === 1 ? ('one' as never) : tick });
        seen.tellers.add(teller);
        return () => seen.tellers.delete(teller);
      },
    });
    const heard: number[] = [];
    client.ticks({ step: 1 }, ({ tick }) => heard.push(tick));
    await settle();
    for (const tick of [1, 2]) for (const teller of seen.tellers) teller(tick);
    await settle();
    expect(heard).toEqual([2]);
    expect(faults.map(({ code }) => code)).toEqual(['contract-violation']);
  });

  it('yields items in order, then the result', async () => {
    const stream = connect().client.countTo({ last: 3 });
    const values: number[] = [];
    for await (const item of stream) {
      values.push(item.value);
      expect(item.pcm[0]).toBe(item.value);
    }
    expect(values).toEqual([1, 2, 3]);
    expect(await stream.result).toEqual({ sum: 6 });
  });

  it('carries code, message, kept, next and details of an error', async () => {
    const shape = {
      code: 'pack-corrupt',
      message: 'the pack is damaged',
      kept: 'your text',
      next: 'import the pack again',
      details: { file: 'decoder.onnx', bytes: 12 },
    } as const;
    const { client } = connect({
      double: () => {
        throw new SottoError(shape);
      },
    });
    expect(await failure(client.double({ value: 1 }))).toMatchObject(shape);
  });

  it('cancels by signal: the caller fails at once, the handler sees the abort and ends', async () => {
    const { client, seen } = connect();
    const controller = new AbortController();
    const stream = client.countTo({ last: 1_000_000 }, { signal: controller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort();
    await settle();
    expect((await failure(stream.result)).code).toBe('cancelled');
    const producedAtAbort = seen.produced;
    await settle();
    expect(seen).toMatchObject({ aborted: true, ended: 1, produced: producedAtAbort });
  });

  it('cancels when the loop is left early', async () => {
    const { client, seen } = connect();
    for await (const item of client.countTo({ last: 1_000_000 })) if (item.value === 2) break;
    await settle();
    expect(seen).toMatchObject({ aborted: true, ended: 1 });
  });

  it('does not send what was cancelled before it began', async () => {
    const { client, seen } = connect();
    const stream = client.countTo({ last: 5 }, { signal: AbortSignal.abort() });
    expect((await failure(stream.result)).code).toBe('cancelled');
    await settle();
    expect(seen.produced).toBe(0);
  });

  it('rejects pending and later calls when the other end goes', async () => {
    const { client, enginePort } = connect({ double: () => new Promise<number>(() => undefined) });
    const pending = failure(client.double({ value: 1 }));
    enginePort.close();
    expect((await pending).code).toBe('engine-stopped');
    expect((await failure(client.double({ value: 1 }))).code).toBe('engine-stopped');
  });

  it('aborts running handlers when the caller goes', async () => {
    const { client, hostPort, seen } = connect();
    const stream = client.countTo({ last: 1_000_000 });
    await stream[Symbol.asyncIterator]().next();
    hostPort.close();
    await settle();
    expect(seen).toMatchObject({ aborted: true, ended: 1 });
  });

  it.each([
    ['no object', 'hello'],
    ['null', null],
    ['no type', { id: 900 }],
    ['an unknown type', { type: 'destroy', id: 901 }],
    ['extra fields', { type: 'cancel', id: 902, more: true }],
    ['a negative id', { type: 'call', id: -1, call: 'double', input: { value: 1 } }],
  ])('refuses %s with a coded error and goes on serving', async (_, message) => {
    const { client, hostPort, faults } = connect();
    const replies: unknown[] = [];
    hostPort.onMessage((reply) => replies.push(reply));
    hostPort.send(message);
    await settle();
    expect(replies).toMatchObject([{ error: { code: 'contract-violation' } }]);
    expect(faults.length).toBeLessThanOrEqual(1);
    expect(await client.double({ value: 2 })).toBe(4);
  });

  it.each([
    ['an unknown call', { type: 'call', id: 9, call: 'explode', input: {} }, 'unknown-call'],
    ['a name from the prototype', { type: 'call', id: 9, call: 'toString', input: {} }, 'unknown-call'],
    ['a wrong input', { type: 'call', id: 9, call: 'double', input: { value: 'x' } }, 'contract-violation'],
    [
      'an unknown field',
      { type: 'call', id: 9, call: 'double', input: { value: 1, y: 2 } },
      'contract-violation',
    ],
  ])('answers %s with a coded error', async (_, message, code) => {
    const { hostPort } = connect();
    const replies: unknown[] = [];
    hostPort.onMessage((reply) => replies.push(reply));
    hostPort.send(message);
    await settle();
    expect(replies).toMatchObject([{ type: 'error', id: 9, error: { code } }]);
  });

  it('does not let a second call take over an id in use', async () => {
    const { client, hostPort, faults } = connect();
    const stream = client.countTo({ last: 3 });
    hostPort.send({ type: 'call', id: 0, call: 'double', input: { value: 1 } });
    const values: number[] = [];
    for await (const item of stream) values.push(item.value);
    expect(values).toEqual([1, 2, 3]);
    expect(faults).toMatchObject([{ code: 'contract-violation' }]);
  });

  it('refuses a reply that does not fit the contract', async () => {
    const { client } = connect({ double: () => 'many' as unknown as number });
    expect((await failure(client.double({ value: 1 }))).code).toBe('contract-violation');
  });

  it('hears of malformed replies without failing calls', async () => {
    const { client, enginePort, faults } = connect();
    enginePort.send({ type: 'result' });
    await settle();
    expect(faults).toMatchObject([{ code: 'contract-violation' }]);
    expect(await client.double({ value: 3 })).toBe(6);
  });
});

describe('derived types', () => {
  it('follow the contract', () => {
    type Engine = Client<typeof engineContract>;
    expectTypeOf<Engine['speak']>().returns.toEqualTypeOf<CallStream<SpeakItem, SpeakSummary>>();
    expectTypeOf<Engine['credit']>()
      .parameter(0)
      .toEqualTypeOf<{ generation: number; sampleCount: number }>();
    expectTypeOf<Awaited<ReturnType<Client<typeof contract>['double']>>>().toEqualTypeOf<number>();
    expectTypeOf<keyof Handlers<typeof engineContract>>().toEqualTypeOf<keyof typeof engineContract>();
    // @ts-expect-error an unknown call is not on the client
    expectTypeOf<Engine['explode']>().toBeNever();
    // @ts-expect-error a handler that is missing is an error
    const incomplete: Handlers<typeof contract> = { double: ({ value }) => value };
    expect(Object.keys(incomplete)).toHaveLength(1);
  });
});
