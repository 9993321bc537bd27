import type { DownloadProgress, DownloadState } from './download.js';
import type { FileStage } from './fetch-file.js';

/** What a download knows of one of its files, and what that makes of the whole. */
export interface Tally {
  receivedBytes: number;
  /** Undefined while the size is neither published nor told by the server. */
  totalBytes: number | undefined;
  isDone: boolean;
  /** Undefined while nobody is at it. */
  stage: FileStage | undefined;
}

type Activity =
  { readonly kind: 'running' | 'verifying' } | Omit<Extract<DownloadState, { kind: 'waiting' }>, 'progress'>;

/** What most concerns a person of what the files are about: waiting only where nothing else goes on. */
export function activityOf(tallies: readonly Tally[], nowMs: number): Activity {
  const stages = tallies.flatMap(({ stage }) => stage ?? []);
  if (stages.some(({ kind }) => kind === 'receiving')) return { kind: 'running' };
  if (stages.some(({ kind }) => kind === 'verifying')) return { kind: 'verifying' };
  const [first] = stages
    .flatMap((stage) => (stage.kind === 'waiting' ? stage : []))
    .sort((one, other) => one.untilMs - other.untilMs);
  if (!first) return { kind: 'running' };
  return { kind: 'waiting', retryInMs: Math.ceil(Math.max(0, first.untilMs - nowMs)), reason: first.reason };
}

/** @param bytesPerSecond 0 while nothing comes */
export function progressOf(tallies: readonly Tally[], bytesPerSecond: number): DownloadProgress {
  const receivedBytes = tallies.reduce((sum, tally) => sum + tally.receivedBytes, 0);
  const totalBytes = tallies.reduce<number | undefined>(
    (sum, tally) =>
      sum === undefined || tally.totalBytes === undefined ? undefined : sum + tally.totalBytes,
    0,
  );
  const wholeRate = Math.round(bytesPerSecond);
  const isTold = totalBytes !== undefined && wholeRate > 0;
  return {
    receivedBytes,
    totalBytes,
    bytesPerSecond: wholeRate,
    remainingMs: isTold ? Math.round((1000 * (totalBytes - receivedBytes)) / wholeRate) : undefined,
    filesDone: tallies.filter(({ isDone }) => isDone).length,
    fileCount: tallies.length,
  };
}
