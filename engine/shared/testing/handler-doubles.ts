import type { CallDefinition, Contract } from '../contract-kinds.js';
import { SottoError } from '../errors.js';
import type { Handlers } from '../rpc-server.js';

/**
 * Handlers for tests, derived from the contract: what is not given refuses as `unavailable-here`, or, where it is an event,
 * tells nothing.
 */
export function handlerDoubles<C extends Contract>(contract: C, given: Partial<Handlers<C>>): Handlers<C> {
  const all: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(contract)) all[name] = doubleOf(name, definition);
  return { ...all, ...given } as Handlers<C>;
}

function doubleOf(name: string, { kind }: CallDefinition): unknown {
  const refuse = (): never => {
    throw new SottoError({ code: 'unavailable-here', message: `${name} is not part of this test` });
  };
  return kind === 'event' ? () => () => undefined : refuse;
}
