import { appContract, type AppContract } from '../engine/shared/app-contract.js';
import { createClient, type Client } from '../engine/shared/rpc-client.js';
import { serve, type Handlers } from '../engine/shared/rpc-server.js';
import { createMemoryPortPair } from '../engine/shared/transport.js';

/** A connection of the shell to its own app: tray, menus and hotkeys ask as a window does, and are checked alike. */
export function connectToOwnApp(handlers: Handlers<AppContract>): Client<AppContract> {
  const [shellEnd, appEnd] = createMemoryPortPair();
  serve(appContract, handlers, appEnd);
  return createClient(appContract, shellEnd, { closedCode: 'connection-lost' });
}
