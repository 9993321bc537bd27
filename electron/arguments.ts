import { resolve } from 'node:path';
import { commandOfStart, type InstanceCommand } from '../engine/host/instance/instance-command.js';
import { HIDDEN_ARGUMENT } from './autostart.js';

/**
 * The person's own arguments. A packaged app is its own executable; otherwise Electron, its switches and the path of the
 * app come first.
 */
export function ownArguments(
  argv: readonly string[],
  options: { readonly isPackaged: boolean; readonly entryFile: string; readonly folder: string },
): readonly string[] {
  const [, ...rest] = argv;
  if (options.isPackaged) return rest;
  const entry = rest.findIndex((arg) => resolve(options.folder, arg) === options.entryFile);
  // Started as `electron .`, the first plain argument is the app's folder.
  return rest.slice((entry === -1 ? rest.findIndex((arg) => !arg.startsWith('-')) : entry) + 1);
}

/** What the first start asks for; undefined when the system started the app, which is then only in the tray. */
export function commandOfFirstStart(args: readonly string[], folder: string): InstanceCommand | undefined {
  return args.includes(HIDDEN_ARGUMENT) ? undefined : commandOfStart(args, folder);
}
