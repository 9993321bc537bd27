import { describe, expect, it } from 'vitest';
import { activityOf, progressOf, type Tally } from './tally.js';

const FILE: Tally = { receivedBytes: 25, totalBytes: 100, isDone: false, stage: undefined };
const DONE: Tally = { receivedBytes: 50, totalBytes: 50, isDone: true, stage: undefined };

describe('activityOf', () => {
  const soon: Tally = { ...FILE, stage: { kind: 'waiting', untilMs: 1500, reason: 'soon' } };
  const later: Tally = { ...FILE, stage: { kind: 'waiting', untilMs: 9000, reason: 'later' } };
  const receiving: Tally = { ...FILE, stage: { kind: 'receiving' } };
  const verifying: Tally = { ...FILE, stage: { kind: 'verifying' } };

  it.each([
    ['nobody at work', [FILE, DONE], { kind: 'running' }],
    ['one that waits beside one that comes', [soon, receiving], { kind: 'running' }],
    ['one that waits beside one that is checked', [soon, verifying], { kind: 'verifying' }],
    ['two that wait', [later, soon], { kind: 'waiting', retryInMs: 500, reason: 'soon' }],
  ])('of %s', (_, tallies, activity) => {
    expect(activityOf(tallies, 1000)).toEqual(activity);
  });

  it('never waits for less than nothing', () => {
    expect(activityOf([soon], 2000)).toMatchObject({ retryInMs: 0 });
  });
});

describe('progressOf', () => {
  it('adds up the files, and tells the time from the speed', () => {
    expect(progressOf([FILE, DONE], 9.8)).toEqual({
      receivedBytes: 75,
      totalBytes: 150,
      bytesPerSecond: 10,
      remainingMs: 7500,
      filesDone: 1,
      fileCount: 2,
    });
  });

  it('knows no end where one size is unknown, and no time where nothing comes', () => {
    const unknown = progressOf([{ ...FILE, totalBytes: undefined }, DONE], 10);
    expect([unknown.totalBytes, unknown.remainingMs]).toEqual([undefined, undefined]);
    expect(progressOf([FILE], 0.3).remainingMs).toBeUndefined();
  });
});
