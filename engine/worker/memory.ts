import { readFile } from 'node:fs/promises';

/**
 * The most memory this process has held at once, in bytes.
 *
 * On Linux `ru_maxrss` starts with what the parent held when it forked, which may be far more than this process ever
 * uses; the kernel's own high-water mark of the address space does not.
 */
export async function peakRssBytes(platform: NodeJS.Platform): Promise<number> {
  const status = platform === 'linux' ? await readFile('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024;
}
