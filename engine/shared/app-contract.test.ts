import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { appContract, type AppContract } from './app-contract.js';
import type { SpeechState } from './app/speech.js';
import type { HostBridge } from './bridge.js';
import { engineContract } from './contract.js';
import { createClient, type CallStream, type Client } from './rpc-client.js';
import { serve, type Handlers } from './rpc-server.js';
import { createMemoryPortPair, type Unsubscribe } from './transport.js';
import { ERROR_CODES, SottoError } from './errors.js';
import { handlerDoubles } from './testing/handler-doubles.js';

describe('the types that are derived from the contract', () => {
  it('make a call of every entry, for the client and for whoever serves it', () => {
    expectTypeOf<keyof Client<AppContract>>().toEqualTypeOf<keyof AppContract>();
    expectTypeOf<keyof Handlers<AppContract>>().toEqualTypeOf<keyof AppContract>();
  });

  it('give a question one answer', () => {
    type SpeechStart = Client<AppContract>['speechStart'];
    expectTypeOf<Awaited<ReturnType<SpeechStart>>>().toEqualTypeOf<{ utteranceId: number }>();
    expectTypeOf<Parameters<SpeechStart>[0]>().toExtend<{ text: string; startOffset?: number | undefined }>();
    // @ts-expect-error a text is not left out
    const incomplete: Parameters<SpeechStart>[0] = {};
    expect(incomplete).toEqual({});
  });

  it('give a long work items and a result', () => {
    type Export = ReturnType<Client<AppContract>['narrationExport']>;
    expectTypeOf<Export>().toEqualTypeOf<
      CallStream<{ progress: number }, { downloadId: string; fileName: string; bytes: number }>
    >();
  });

  it('give a subscription its unsubscribe, and whoever serves it a way to tell', () => {
    type Watch = Client<AppContract>['speechState'];
    expectTypeOf<ReturnType<Watch>>().toEqualTypeOf<Unsubscribe>();
    expectTypeOf<Parameters<Watch>[1]>().parameter(0).toEqualTypeOf<SpeechState>();
    expectTypeOf<ReturnType<Handlers<AppContract>['speechState']>>().toEqualTypeOf<Unsubscribe>();
  });

  it('let no handler be forgotten', () => {
    // @ts-expect-error every call of the contract needs a handler
    const none: Handlers<AppContract> = {};
    expect(none).toEqual({});
  });

  it('give both kinds of page the same bridge', () => {
    expectTypeOf<HostBridge<File>['sendFiles']>().parameter(0).toEqualTypeOf<readonly File[]>();
  });
});

describe('the contract between a window and its host', () => {
  it('shares no name with the engine, so that a call cannot reach the wrong one', () => {
    const shared = Object.keys(appContract).filter((name) => name in engineContract);
    expect(shared).toEqual([]);
  });

  it('carries plain JSON alone: every schema has a JSON schema', () => {
    for (const [name, definition] of Object.entries(appContract)) {
      const { kind, ...schemas } = definition;
      expect(['unary', 'stream', 'event']).toContain(kind);
      for (const [part, schema] of Object.entries(schemas))
        expect(() => z.toJSONSchema(schema, { io: 'input' }), `${name}.${part}`).not.toThrow();
    }
  });

  it.each(ERROR_CODES)('brings the error %s over with all that it says', async (code) => {
    const [window, host] = createMemoryPortPair();
    const error = { code, message: 'what', kept: 'all', next: 'this', details: { line: 3 } } as const;
    const handlers = handlerDoubles(appContract, {
      draftGet: () => {
        throw new SottoError(error);
      },
    });
    serve(appContract, handlers, host);
    await expect(createClient(appContract, window).draftGet({})).rejects.toMatchObject(error);
  });
});
