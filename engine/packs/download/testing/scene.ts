import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createManualClock } from '../../../shared/clock.js';
import type { CatalogueEntry } from '../../catalogue/catalogue.js';
import { createDownload } from '../create-download.js';
import type { Download, DownloadOptions } from '../download.js';
import type { HostileServer } from './hostile-server.js';

export type ManualClock = ReturnType<typeof createManualClock>;

export interface TestFile {
  readonly path: string;
  readonly content: Buffer;
  /** What the catalogue leaves out of it. */
  readonly unpublished?: 'checksum' | 'checksum and size';
}

/** A catalogue entry for files that a server of this machine has. */
export function entryOf(origin: string, files: readonly TestFile[]): CatalogueEntry {
  return {
    id: 'test-pack',
    name: { en: 'Test', 'zh-CN': '测试' },
    layout: 'kokoro',
    about: { en: 'Test', 'zh-CN': '测试' },
    languages: ['en-US'],
    voiceCount: 1,
    licence: { name: 'None', spdx: 'NONE', url: 'https://example.org/licence' },
    publisher: { name: 'Test', url: 'https://example.org/' },
    base: `${origin}/`,
    files: [],
    precisions: {
      fp32: {
        files: files.map(({ path, content, unpublished }) => ({
          path,
          ...(unpublished !== 'checksum and size' && { bytes: content.length }),
          ...(unpublished === undefined && { sha256: createHash('sha256').update(content).digest('hex') }),
        })),
      },
    },
    defaultPrecision: 'fp32',
  };
}

/** Downloads test files from a server, in a time that the test moves. */
export class Scene {
  readonly clock = createManualClock();
  readonly server: HostileServer;
  readonly stagingDir: string;
  readonly files: readonly TestFile[];

  constructor(server: HostileServer, stagingDir: string, files: readonly TestFile[]) {
    this.server = server;
    this.stagingDir = stagingDir;
    this.files = files;
    for (const { path, content } of files) server.put(`/${path}`, content);
  }

  download(options: Partial<DownloadOptions> = {}): Download {
    return createDownload({
      entry: entryOf(this.server.origin, this.files),
      stagingDir: this.stagingDir,
      settings: { proxyUrl: '', mirrorUrl: '' },
      clock: this.clock,
      random: () => 0,
      ...options,
    });
  }

  /** Lets time pass whenever the download waits for it, or the server leaves it hanging. */
  passTime(download: Download, stallMs = 30_000): void {
    let passing = Promise.resolve();
    let passedUntilMs = 0;
    download.watch((state) => {
      if (state.kind !== 'waiting') return;
      const untilMs = this.clock.nowMs() + state.retryInMs;
      if (untilMs <= passedUntilMs) return;
      passedUntilMs = untilMs;
      passing = passing.then(() => this.clock.advance(Math.max(0, untilMs - this.clock.nowMs())));
    });
    this.server.onStall(() => {
      passing = passing.then(() => this.clock.advance(stallMs));
    });
  }

  /** Whether the folder holds the files, byte for byte, and nothing else. */
  async isWhole(folder: string): Promise<boolean> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    if (found.filter((each) => each.isFile()).length !== this.files.length) return false;
    const same = this.files.map(async ({ path, content }) =>
      content.equals(await readFile(join(folder, path))),
    );
    return (await Promise.all(same)).every(Boolean);
  }
}

export const testFile = (path: string, bytes: number, unpublished?: TestFile['unpublished']): TestFile => ({
  path,
  content: randomBytes(bytes),
  ...(unpublished !== undefined && { unpublished }),
});
