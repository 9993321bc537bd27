import type { PackTask } from '../../../engine/shared/app/packs.js';
import type { HostClient } from '../../host/index.js';

/** What an import was asked to read. */
export type ImportSource = { readonly fileId: string } | { readonly path: string };

/** By task, so that the same can be asked for once more; a reloaded window has forgotten it, and a person gives it again. */
const sources = new Map<string, ImportSource>();

/** Starts an import. @throws what the host refuses */
export async function startImport(client: HostClient, source: ImportSource): Promise<void> {
  const { taskId } = await client.packImport(source);
  sources.set(taskId, source);
}

/** Whether an import ended because a pack with its id is installed already, and can be asked for again. */
export function canReplace({ id, error }: PackTask): boolean {
  return error?.code === 'pack-installed' && error.details?.canReplace !== false && sources.has(id);
}

/** Asks for an import again, which then takes the place of the pack that is installed. */
export async function replaceInstalled(client: HostClient, taskId: string): Promise<void> {
  const source = sources.get(taskId);
  if (source === undefined) return;
  // A second click starts nothing.
  sources.delete(taskId);
  try {
    await client.packImport({ ...source, replaces: true });
  } catch (thrown) {
    sources.set(taskId, source);
    throw thrown;
  }
  await client.packTaskRemove({ taskId });
}
