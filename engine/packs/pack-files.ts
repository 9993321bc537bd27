import type { PackFile, PackManifest } from './manifest.js';

/** Files of a manifest's graphs, in all precisions. */
export function allGraphFiles(manifest: PackManifest): readonly PackFile[] {
  return Object.values<Readonly<Record<string, PackFile>>>(manifest.graphs).flatMap((files) =>
    Object.values(files),
  );
}

/** Files of a manifest's tables: style vectors, and statistics where the family has them. */
export function tableFiles(manifest: PackManifest): readonly PackFile[] {
  return manifest.family === 'staged' ? [manifest.styles, manifest.staged.table] : [manifest.styles];
}

/** Every file that a manifest names. */
export function filesOf(manifest: PackManifest): readonly PackFile[] {
  return [...allGraphFiles(manifest), ...tableFiles(manifest)];
}
