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
    ['idle', { isSlow: false, isSpeaking: false }, undefined],
    ['ready', { isSlow: true, isSpeaking: true }, undefined],
    ['starting', { isSlow: false, isSpeaking: true }, undefined],
    ['starting', { isSlow: true, isSpeaking: true }, 'slow'],
    ['died', { isSlow: false, isSpeaking: true }, 'resuming'],
    ['died', { isSlow: true, isSpeaking: false }, undefined],
    ['gave-up', { isSlow: false, isSpeaking: false }, 'gave-up'],
  ] as const)('%s, %j', (kind, scene, notice) => {
    expect(noticeOf(engine(kind), scene)).toBe(notice);
  });
});
