import { expect, it } from 'vitest';
import type { DownloadState } from '../../packs/download/download.js';
import { downloadLine, DownloadProgress } from './download-progress.js';

const progress = {
  receivedBytes: 30_000_000,
  totalBytes: 120_000_000,
  bytesPerSecond: 1_500_000,
  remainingMs: 60_000,
  filesDone: 1,
  fileCount: 3,
};

it.each<[DownloadState, string]>([
  [{ kind: 'running', progress }, '[=====               ] 30.0 MB of 120.0 MB, 1.5 MB/s, 1:00 left'],
  [
    { kind: 'running', progress: { ...progress, bytesPerSecond: 0, remainingMs: undefined } },
    '[=====               ] 30.0 MB of 120.0 MB',
  ],
  [
    { kind: 'running', progress: { ...progress, totalBytes: undefined, remainingMs: undefined } },
    '30.0 MB, 1.5 MB/s',
  ],
  [{ kind: 'verifying', progress }, '[=====               ] 30.0 MB of 120.0 MB, checks what is here'],
  [
    { kind: 'waiting', retryInMs: 3200, reason: 'a.onnx does not come: there is no network', progress },
    '[=====               ] 30.0 MB of 120.0 MB, tries again in 4 s: a.onnx does not come: there is no network',
  ],
])('%o', (state, expected) => {
  expect(downloadLine(state)).toBe(expected);
});

it('repaints one line of a terminal, no longer than it is', () => {
  const written: string[] = [];
  const view = new DownloadProgress({ isTTY: true, columns: 30, write: (text) => written.push(text) });
  view.show({ kind: 'running', progress });
  view.end();
  expect(written).toEqual(['\r\u001b[K[=====               ] 30.0 MB', '\r\u001b[K']);
});

it('writes a line for every tenth and every wait elsewhere', () => {
  const written: string[] = [];
  const view = new DownloadProgress({ isTTY: false, columns: 0, write: (text) => written.push(text) });
  const at = (receivedBytes: number): DownloadState => ({
    kind: 'running',
    progress: { ...progress, receivedBytes, bytesPerSecond: 0 },
  });
  for (let part = 0; part <= 100; part += 1) view.show(at(part * 1_200_000));
  const wait: DownloadState = { kind: 'waiting', retryInMs: 1000, reason: 'lost', progress };
  for (const state of [wait, wait, at(120_000_000), wait]) view.show(state);
  view.end();
  expect(written).toHaveLength(12);
  expect(written[0]).toBe('[==                  ] 12.0 MB of 120.0 MB\n');
  expect(written[11]).toContain('tries again in 1 s: lost');
});
