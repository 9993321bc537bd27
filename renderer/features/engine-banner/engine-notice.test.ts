import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../../engine/shared/app/system.js';
import { noticeOf } from './engine-notice.js';

const engine = (kind: EngineState['kind']): EngineState => ({
  kind,
  reason: '',
  pid: null,
  restartCount: 0,
  rssBytes: null,
  peakRssBytes: null,
});

describe('noticeOf', () => {
  it.each([
    ['idle', false, undefined],
    ['ready', true, undefined],
    ['starting', false, undefined],
    ['starting', true, 'slow'],
    ['died', false, 'resuming'],
    ['gave-up', false, 'gave-up'],
  ] as const)('%s, for long: %s', (kind, isSlow, notice) => {
    expect(noticeOf(engine(kind), isSlow)).toBe(notice);
  });
});
