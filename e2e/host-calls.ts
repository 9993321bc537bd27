import type { Page } from '@playwright/test';
import type { z } from 'zod';
import type { AppContract } from '../engine/shared/app-contract.js';
import type { EventDefinition, UnaryDefinition } from '../engine/shared/contract-kinds.js';
import type { ReplyFrame } from '../engine/shared/rpc-frames.js';

type UnaryName = {
  [K in keyof AppContract]: AppContract[K] extends UnaryDefinition<z.ZodType, z.ZodType> ? K : never;
}[keyof AppContract];
type EventName = {
  [K in keyof AppContract]: AppContract[K] extends EventDefinition<z.ZodType, z.ZodType> ? K : never;
}[keyof AppContract];
type InputOf<K extends UnaryName> =
  AppContract[K] extends UnaryDefinition<infer I, z.ZodType> ? z.input<I> : never;
type OutputOf<K extends UnaryName> =
  AppContract[K] extends UnaryDefinition<z.ZodType, infer O> ? z.output<O> : never;
type PayloadOf<K extends EventName> =
  AppContract[K] extends EventDefinition<z.ZodType, infer T> ? z.output<T> : never;

/** Asks the host a question over a connection of its own, as the page could, whichever host it is. */
export async function callHost<K extends UnaryName>(
  page: Page,
  call: K,
  input: InputOf<K>,
): Promise<OutputOf<K>> {
  return (await firstReply(page, call, input)) as OutputOf<K>;
}

/** The first payload of an event that tells a state. */
export async function stateOf<K extends EventName>(page: Page, event: K): Promise<PayloadOf<K>> {
  return (await firstReply(page, event, {})) as PayloadOf<K>;
}

/** Everything an event tells from its subscription on, up to the first payload of a kind. */
export async function itemsUntil<K extends EventName>(
  page: Page,
  event: K,
  lastKind: string,
): Promise<PayloadOf<K>[]> {
  const items = await page.evaluate(
    async (asked) => {
      const port = await window.sotto.connect();
      try {
        return await new Promise<unknown[]>((resolve, reject) => {
          const told: unknown[] = [];
          port.onMessage((message) => {
            const frame = message as ReplyFrame;
            if (frame.type !== 'item') {
              reject(new Error(`${asked.event} ended: ${JSON.stringify(frame)}`));
              return;
            }
            told.push(frame.item);
            if ((frame.item as { kind: string }).kind === asked.lastKind) resolve(told);
          });
          port.send({ type: 'call', id: 1, call: asked.event, input: {} });
        });
      } finally {
        port.close();
      }
    },
    { event, lastKind },
  );
  return items as PayloadOf<K>[];
}

/** Notes all that an event tells from now on, until the page is gone. */
export async function recordEvents<K extends EventName>(
  page: Page,
  event: K,
): Promise<{ told: () => Promise<PayloadOf<K>[]> }> {
  const record = await page.evaluateHandle(async (call) => {
    const told: unknown[] = [];
    const port = await window.sotto.connect();
    await new Promise<void>((resolve) => {
      port.onMessage((message) => {
        const frame = message as ReplyFrame;
        if (frame.type === 'item') told.push(frame.item);
        resolve();
      });
      port.send({ type: 'call', id: 1, call, input: {} });
    });
    return told;
  }, event);
  return { told: async () => (await record.jsonValue()) as PayloadOf<K>[] };
}

async function firstReply(page: Page, call: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    async (asked) => {
      const port = await window.sotto.connect();
      try {
        return await new Promise<unknown>((resolve, reject) => {
          port.onMessage((message) => {
            const frame = message as ReplyFrame;
            if (frame.type === 'result') resolve(frame.output);
            else if (frame.type === 'item') resolve(frame.item);
            else reject(new Error(`${asked.call}: ${frame.error.code}: ${frame.error.message}`));
          });
          port.send({ type: 'call', id: 1, ...asked });
        });
      } finally {
        port.close();
      }
    },
    { call, input },
  );
}
