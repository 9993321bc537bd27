export function findElectron(packageDir?: string, env?: NodeJS.ProcessEnv): string | undefined;
export function downloadElectron(
  onBegin: () => void,
  packageDir?: string,
  env?: NodeJS.ProcessEnv,
): Promise<string | undefined>;
