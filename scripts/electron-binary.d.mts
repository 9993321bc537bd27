export function findElectron(packageDir?: string, env?: NodeJS.ProcessEnv): string | undefined;
export function hasDesktop(platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv): boolean;
export function isFailedStart(code: number | null, signal: NodeJS.Signals | null, ranMs: number): boolean;
export function downloadElectron(
  onBegin: () => void,
  packageDir?: string,
  env?: NodeJS.ProcessEnv,
): Promise<string | undefined>;
