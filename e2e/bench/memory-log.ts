import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from '@playwright/test';

/** Megabytes of each part, when it was looked at last. */
export interface MemoryParts {
  pageHeapMb: number;
  hostRssMb: number;
}

/** The memory of a page and of its host, with garbage collected where that can be asked for. */
export class MemoryLog {
  readonly #session: CDPSession;
  readonly #hostPid: number;
  parts: MemoryParts = { pageHeapMb: 0, hostRssMb: 0 };

  private constructor(session: CDPSession, hostPid: number) {
    this.#session = session;
    this.#hostPid = hostPid;
  }

  static async open(page: Page, hostPid: number): Promise<MemoryLog> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    return new MemoryLog(session, hostPid);
  }

  /** The page's heap after a collection, and what the host's process holds. The engine is not in it: it may be unloaded. */
  async totalBytes(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const heapBytes = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
    const hostBytes = await residentBytes(this.#hostPid);
    this.parts = { pageHeapMb: heapBytes / 1e6, hostRssMb: hostBytes / 1e6 };
    return heapBytes + hostBytes;
  }
}

/** Resident memory of a process, from Linux's `/proc` (proc(5), statm counts pages). */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
