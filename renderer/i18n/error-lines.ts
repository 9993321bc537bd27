import { useCallback } from 'react';
import type { ErrorCode, ErrorShape } from '../../engine/shared/errors.js';
import { useLanguage } from './i18n.js';

/** Errors come with English sentences from the host; their codes are what another language is made from. */
const CHINESE: Readonly<Record<ErrorCode, string>> = {
  'bad-input': '输入的内容不正确，请修改后再试。',
  'empty-input': '没有可以朗读的文字。',
  'binary-input': '这不是文本，无法朗读。',
  'unknown-voice': '找不到这个声音：请另选一个，或重新安装它所属的模型。',
  'unknown-style': '找不到这个风格，请另选一个。',
  'unknown-pack': '找不到这个声音包。',
  'pack-invalid': '声音包的格式不正确，无法使用。',
  'pack-corrupt': '声音包已损坏，请重新安装。',
  'pack-unrecognised': '无法识别这是哪种语音模型。',
  'pack-refused': '这个模型无法使用，没有导入任何内容。',
  'pack-installed': '这个声音包已经安装，可以选择替换。',
  'download-failed': '下载没有完成，已下载的部分会保留，可以继续下载。',
  'download-corrupt': '下载到的文件与发布者公布的校验值不符，没有安装任何内容。',
  offline: '无法连接网络，请检查网络或代理设置。',
  'disk-full': '磁盘空间不足，请先腾出空间。',
  'file-unreadable': '无法读取文件，请检查文件是否存在以及读取权限。',
  'file-unwritable': '无法写入文件，请检查磁盘空间与写入权限。',
  'unsupported-document': '不支持这种文件格式。',
  'document-broken': '文件已损坏，无法读取。',
  'recording-refused': '这段录音不能用来制作声音。',
  'unknown-item': '该项目已不存在。',
  'name-taken': '这个名称已被使用，请换一个。',
  'hotkey-conflict': '这个快捷键已被占用，请换一组。',
  'no-player': '没有可用的播放程序。',
  'unavailable-here': '此处无法使用这项功能。',
  'not-running': 'Sotto 没有在运行，请先启动。',
  refused: '请求被拒绝。',
  'too-large': '内容过大，无法处理。',
  'settings-broken': '设置文件已损坏，已另存备份并恢复默认值。',
  'no-audio-device': '没有可用的音频输出设备。',
  'playback-failed': '播放失败，请再试一次。',
  'engine-failed': '引擎无法启动，请再试一次。',
  'engine-stopped': '引擎已停止，文本已保留，请再试一次。',
  'connection-lost': '与 Sotto 的连接已断开，恢复后会自动重连。',
  'inference-failed': '这段文字合成失败，请再试一次或换一个声音。',
  cancelled: '已取消。',
  'contract-violation': '窗口与程序的版本不一致，请重新打开窗口。',
  'unknown-call': '窗口与程序的版本不一致，请重新打开窗口。',
  'cache-failed': '缓存无法使用，朗读不受影响。',
  internal: '出现内部错误，请再试一次。',
};

/**
 * A failure as a person reads it: first what happened, then what was kept and what to do. In another language than the
 * host's, the first line says it by its code, and the host's own words follow, since only they name the file or the key.
 */
export function errorLines(error: ErrorShape, language: string): string[] {
  const said = [error.message, error.kept, error.next].filter((line) => line !== undefined);
  return language === 'zh-CN' ? [CHINESE[error.code], error.message] : said;
}

/** The same in the interface's language. */
export function useErrorLines(): (error: ErrorShape) => string[] {
  const language = useLanguage();
  return useCallback((error) => errorLines(error, language), [language]);
}
