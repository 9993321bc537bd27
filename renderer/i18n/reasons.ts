import type { SpeechState } from '../../engine/shared/app/speech.js';
import type { EngineEndCode, EngineState } from '../../engine/shared/app/system.js';
import type { DeviceTroubleCode } from '../../engine/shared/player-frames.js';
import type { InterfaceLanguage } from './i18n.js';

const ENGINE_ENDS: Readonly<Record<EngineEndCode, string>> = {
  'slow-start': '引擎没有在规定时间内启动',
  'no-answer': '引擎长时间没有响应，已被结束',
};

const DEVICE_TROUBLES: Readonly<Record<DeviceTroubleCode, string>> = {
  'not-connected': '所选的输出设备没有连接',
  'not-usable': '无法使用所选的输出设备',
  'no-sound': '这个窗口无法发声',
};

/** Why the engine's process ended. What only the system knows, as the signal that ended it, is said as it says it. */
export function engineReason({ reason, reasonCode }: EngineState, language: InterfaceLanguage): string {
  if (language === 'en' || reason === '') return reason;
  return reasonCode === undefined ? `引擎进程意外结束（${reason}）` : ENGINE_ENDS[reasonCode];
}

/** Why the chosen output device is not used; undefined while it is. */
export function deviceReason(
  { deviceTrouble, deviceTroubleCode }: SpeechState,
  language: InterfaceLanguage,
): string | undefined {
  const known = language === 'zh-CN' && deviceTroubleCode !== undefined;
  return known ? DEVICE_TROUBLES[deviceTroubleCode] : deviceTrouble;
}
