import type { RecordingFinding } from '../../../../engine/shared/app/packs.js';
import { SottoError } from '../../../../engine/shared/errors.js';
import {
  RECORDING_FINDING_LEVELS,
  recordingFindingWords,
  type RecordingFindingCode,
  type RecordingFindingValues,
} from '../../../../engine/shared/recording-findings.js';
import { formatSeconds } from '../../../i18n/index.js';

const seconds = (ms: number): string => formatSeconds(Math.round(ms / 100) * 100, 'zh-CN');
const whole = (value: number): number => Math.abs(Math.round(value));

const CHINESE: { readonly [C in RecordingFindingCode]: (values: RecordingFindingValues[C]) => string } = {
  'broken-samples': ({ brokenCount }) => `录音中有 ${brokenCount} 个无效采样，请另存为普通 WAV 后再试。`,
  'too-short': ({ durationMs, leastMs }) =>
    `录音里只有 ${seconds(durationMs)}的声音，至少需要 ${seconds(leastMs)}，10 到 30 秒最好。`,
  'too-long': ({ durationMs }) =>
    `录音长达 ${seconds(durationMs)}，请截取其中 10 到 30 秒只有此人说话的部分。`,
  shortened: ({ durationMs, fromMs, usedMs }) =>
    `录音共 ${seconds(durationMs)}，采用了从 ${seconds(fromMs)}起说话最多的 ${seconds(usedMs)}。`,
  silent: () => '录音里没有声音，请检查麦克风后重录。',
  'too-quiet': ({ levelDbfs }) =>
    `录音太轻（低于满幅 ${whole(levelDbfs)} dB），噪声会盖过人声。请靠近麦克风或调高音量后重录。`,
  quiet: ({ levelDbfs, gainDb }) =>
    `录音较轻（低于满幅 ${whole(levelDbfs)} dB），已提高 ${whole(gainDb)} dB，噪声也随之变大。`,
  clipped: ({ runCount }) => `录音有 ${runCount} 处削波，如果声音刺耳，请调低麦克风音量后重录。`,
  'badly-clipped': () => '录音严重削波，制作的声音会刺耳。请调低麦克风音量后重录。',
  'not-speech': () => '这段录音听起来不像一个人在说话。如果效果不理想，请换一段没有音乐、噪声或耳语的录音。',
};

function isKnown(code: string): code is RecordingFindingCode {
  return Object.hasOwn(RECORDING_FINDING_LEVELS, code);
}

/** What the host found in a recording and what to do about it, in the interface's language. */
export function findingText({ code, values }: RecordingFinding, language: string): string {
  if (!isKnown(code)) return code;
  // The values of a code are those that its words take: both come from the same engine.
  const own = values as never;
  if (language === 'zh-CN') return CHINESE[code](own);
  const { message, next } = recordingFindingWords({ code, values: own });
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}: ${next}.`;
}

/** A refusal that says why in the interface's language, where the host says it in English; anything else as it is. */
export function inLanguage(thrown: unknown, language: string): unknown {
  const code = thrown instanceof SottoError ? thrown.details?.finding : undefined;
  if (language === 'en' || !(thrown instanceof SottoError) || typeof code !== 'string') return thrown;
  const values = Object.fromEntries(
    Object.entries(thrown.details ?? {}).filter(([, value]) => typeof value === 'number'),
  ) as Readonly<Record<string, number>>;
  const message = findingText({ level: 'refused', code, values }, language);
  return new SottoError({ code: thrown.code, message });
}
