import type { ImportFinding } from '../../../engine/shared/app/packs.js';
import { formatBytes } from '../../i18n/index.js';

/** Findings come with an English sentence; their codes and values are what another language is made from. */
const CHINESE: Readonly<Record<string, string>> = {
  voices: '{{count}} 个声音（{{languages languages}}）',
  vocabulary: '包含 {{symbols}} 个符号的词表',
  model: '{{precision}} 精度的模型：{{file}}',

  'voices-language':
    'Sotto 只能朗读英语和普通话，因此未采用 {{count}} 个{{languages language}}声音：{{names}}',
  'precision-duplicate': '未采用 {{file}}：{{kept}} 的精度同为 {{precision}}',
  'model-left-out': '未采用 {{file}}：{{reason}}',
  'precision-failed': '未采用 {{precision}} 精度的模型，因为引擎在此无法用它朗读：{{checks reason}}',

  durations: '模型不提供各音的时长，朗读时不会逐词标示',
  'speed-priors': '没有说明各声音的语速（speed_priors），如果读得太快，请调低语速',
  'vocabulary-assumed':
    '没有 config.json、tokenizer.json 或 tokens.txt，已采用 {{name}} 的词表。如果朗读含混不清，请把模型自己的 config.json 放入文件夹后重新导入',
  'symbols-missing': '词表缺少这些语言要用的符号，对应的音会被略去：{{symbols}}',
  'voice-language-assumed': '无法从名称判断声音 {{voice}} 的语言，按英语处理',

  unrecognised: '其中没有 Sotto 认识的模型（共 {{files}} 个文件）',
  checkpoint:
    '这是 PyTorch 检查点，需要先转换。请在 Sotto 源码的 models/ 中运行以下命令，再导入它写出的文件夹：{{command}}',
  'checkpoint-without-config':
    '{{file}} 是 PyTorch 检查点，但缺少对应的配置。请把 config.yml（StyleTTS2）或 config.json（Kokoro）放在它旁边',
  'audition-failed': '引擎无法用这个模型朗读：{{checks reason}}',
  'voices-missing': '有模型但没有声音。请把发布版中的 voices 文件夹或声音文件放在模型旁边',
  'no-usable-voice': '没有 Sotto 可以使用的英语或普通话声音',
  'vocabulary-missing':
    '{{name}} 使用自己的词表，但没有找到。请把 {{source}} 的 config.json 放入文件夹后重新导入',
  'file-missing': '缺少 {{file}}。请补上同一发布版中的该文件后重新导入',
  'file-corrupt': '{{file}} 与声明的大小或校验值不符，请重新下载',
  'file-too-large': '{{file}} 过大：{{size bytes}}，最多 {{size maxBytes}}',
  'source-too-large': '文件总大小过大：{{size bytes}}，最多 {{size maxBytes}}。请只选择一个模型的文件夹',
  'json-broken': '{{file}} 不是有效的 JSON，请重新下载',
  'tokens-broken': '{{file}} 的格式不正确，请重新下载',
  'speed-prior': '声音 {{voice}} 的语速倍数 {{prior}} 不合理',
  'model-truncated': '模型文件不完整，请重新下载',
  'model-foreign': '{{file}} 不是 ONNX 模型，请重新下载',
  'model-lfs-pointer': '{{file}} 只是 Git LFS 指针。请在文件夹中运行 git lfs pull，或直接下载该文件',
  'model-external-data':
    '模型的权重存放在另外的文件中，只有 Sotto 声音包可以这样做。请选择单个 .onnx 文件的版本',
  'model-metadata': '模型的元数据与内容不符，请重新下载',
  'model-inputs': '{{file}} 需要 Sotto 不提供的输入：{{inputs}}',
  'model-interface': '{{file}} 不是 Kokoro 或 KittenTTS 类型的模型（缺少 {{expected}}）',
  'model-dtype': '{{file}} 中 {{name}} 的类型为 {{found}}，应为 {{expected}}。请选择其他导出版本',
  'model-shape': '{{file}} 中 {{name}} 有 {{found}} 个维度，应为 {{expected}} 个。请选择其他导出版本',
  'voices-broken': '无法读取声音文件 {{file}}。请重新下载',
  'voices-size':
    '声音文件 {{file}} 的大小不对：{{bytes}} 字节，应为 {{expected}} 字节。请重新下载同一发布版的全部文件',
  'voices-dtype': '{{file}} 中的数值类型为 {{found}}，应为 float32',
  'voices-width': '{{file}} 中的声音向量为 {{found}} 维，模型需要 {{expected}} 维。请导入属于此模型的声音',
  'voices-not-finite': '{{file}} 中含有无效数值（NaN 或无穷大）',
  'too-many-voices': '声音过多：{{voices}} 个',
  'too-many-files': '文件超过 {{files}} 个',
  'too-deep': '文件夹嵌套超过 {{depth}} 层',
  'link-outside': '{{file}} 是指向文件夹外部的链接。请复制实际文件（cp -rL）后再导入',
  'link-to-folder': '{{file}} 是指向文件夹的链接',
  'zip-broken': '这不是完整的 zip 文件，请重新下载',
  'zip-method': '这个 zip 的压缩方式不受支持。请先解压，再导入文件夹',
  'zip-encrypted': 'zip 已加密。请先用密码解压，再导入文件夹',
  'zip-link': 'zip 中的 {{file}} 是链接。请打包实际文件',
  'zip-duplicate': 'zip 中有两个 {{file}}',
  'zip-bomb': '{{file}} 解压后是原大小的 {{ratio}} 倍，不可能是模型',
  'unsafe-path': 'zip 中含有指向文件夹外部的文件名',
};

/** What an audition tried, by the names that the engine gives its checks. */
const CHECKS: Readonly<Record<string, string>> = {
  text: '文字处理',
  model: '加载模型',
  sound: '合成的声音',
  windows: '分段合成',
};

/** `{{size bytes}}` is said as a size, `{{bytes}}` to the last digit. */
const VALUE = /\{\{(?:(size|languages|checks) )?(\w+)\}\}/g;

/** What an import found, as a person reads it. A code that there are no words for yet is said in English. */
export function findingText(finding: ImportFinding, language: string): string {
  return inChinese(finding, language) ?? asSentence(finding.text);
}

/**
 * A failure with what was refused in place of the host's English words for it, where there are own ones.
 * @param lines of the error, the first of them in the interface's language
 */
export function taskErrorLines(
  lines: readonly string[],
  findings: readonly ImportFinding[],
  language: string,
): readonly string[] {
  const refused = findings.findLast(({ level }) => level === 'refused');
  const own = refused && inChinese(refused, language);
  return own === undefined ? lines : [...lines.slice(0, 1), own];
}

function inChinese({ code, values }: ImportFinding, language: string): string | undefined {
  if (language !== 'zh-CN' || !Object.hasOwn(CHINESE, code)) return undefined;
  return CHINESE[code]?.replaceAll(VALUE, (_, form: string | undefined, name: string) => {
    const value = values[name] ?? '';
    if (form === 'size' && typeof value === 'number') return formatBytes(value, language);
    if (form === 'languages') return languageNames(String(value), language);
    return form === 'checks' ? checkNames(String(value)) : String(value);
  });
}

/** `en, ja` as 英语、日语; what is no language's code stays as it is. */
function languageNames(codes: string, language: string): string {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const nameOf = (code: string): string => (/^[a-z]{2,3}$/.test(code) ? (names.of(code) ?? code) : code);
  return codes.split(', ').map(nameOf).join('、');
}

/** `sound: not finite; windows: …`: each check by its name, what was measured as the engine says it. */
function checkNames(reason: string): string {
  const said = reason.split('; ').map((part) => {
    const [, name = '', detail = ''] = /^(\w+): (.*)$/s.exec(part) ?? [];
    return Object.hasOwn(CHECKS, name) ? `${CHECKS[name]}（${detail}）` : part;
  });
  return said.join('；');
}

/** A word that begins a sentence, and is no file's name. */
const FIRST_WORD = /^[a-z]+(?=[ ,:])/;

function asSentence(text: string): string {
  return text.replace(FIRST_WORD, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
