import { describe, expect, it } from 'vitest';
import type { SpeechState } from '../../engine/shared/app/speech.js';
import type { EngineState } from '../../engine/shared/app/system.js';
import { deviceReason, engineReason } from './reasons.js';

describe('engineReason', () => {
  const engine = { kind: 'died', reason: 'the engine did not answer for 5000 ms' } as EngineState;

  it('is said in the interface’s language by its code', () => {
    expect(engineReason({ ...engine, reasonCode: 'no-answer' }, 'zh-CN')).toMatch(/没有响应/);
    expect(engineReason({ ...engine, reasonCode: 'no-answer' }, 'en')).toBe(engine.reason);
  });

  it('names what only the system knows', () => {
    expect(engineReason({ ...engine, reason: 'ended by SIGSEGV' }, 'zh-CN')).toMatch(/意外结束.*SIGSEGV/);
    expect(engineReason({ ...engine, reason: '' }, 'zh-CN')).toBe('');
  });
});

describe('deviceReason', () => {
  const speech = { deviceTrouble: 'the chosen output device is not connected' } as SpeechState;

  it('is said by its code, in English where there is none, and not at all while all is well', () => {
    expect(deviceReason({ ...speech, deviceTroubleCode: 'not-connected' }, 'zh-CN')).toMatch(/没有连接/);
    expect(deviceReason({ ...speech, deviceTroubleCode: 'not-connected' }, 'en')).toBe(speech.deviceTrouble);
    expect(deviceReason(speech, 'zh-CN')).toBe(speech.deviceTrouble);
    expect(deviceReason({} as SpeechState, 'zh-CN')).toBeUndefined();
  });
});
