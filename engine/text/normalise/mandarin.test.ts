import { describe, expect, test } from 'vitest';
import type { Language } from '../types.js';
import { heard } from '../testing/heard.js';

type Row = readonly [name: string, input: string, expected: string];

/** Word division is the runtime's dictionary's business, so the rows compare without it. */
function compact(line: string): string {
  return line.replace(/(?<=[^\x21-\x7e]|\]) | (?=[^\x21-\x7e]|\[)/g, '');
}

const families: Readonly<Record<string, readonly Row[]>> = {
  numbers: [
    ['one digit', '第7名', '第七名'],
    ['ten', '10天', '十天'],
    ['a teen', '15人', '十五人'],
    ['tens', '20天', '二十天'],
    ['a hundred', '100', '一百'],
    ['a gap', '105', '一百零五'],
    ['a hundred and ten', '110个', '一百一十个'],
    ['a thousand', '1,234个', '一千二百三十四个'],
    ['a gap in a thousand', '1005个', '一千零五个'],
    ['ten thousand', '10500元', '一万零五百元'],
    ['a million', '1000000', '一百万'],
    ['a hundred million', '123456789人', '一亿两千三百四十五万六千七百八十九人'],
    ['two hundred', '200个', '两百个'],
    ['two thousand', '2000个', '两千个'],
    ['twenty thousand', '20000个', '两万个'],
    ['two as a quantity', '2个苹果', '两个苹果'],
    ['two as an ordinal', '第2个', '第二个'],
    ['two as a floor', '2楼', '二楼'],
    ['two years', '2年', '两年'],
    ['twelve keeps its two', '12个', '十二个'],
    ['decimal', '3.14', '三点一四'],
    ['negative', '气温-5', '气温负五'],
    ['ten thousands as written', '3.5万人', '三点五万人'],
    ['a hundred millions as written', '2亿人', '两亿人'],
    ['full-width digits', '１２个', '十二个'],
    ['percent', '15%', '百分之十五'],
    ['percent with decimals', '3.5％', '百分之三点五'],
    ['percent range', '3%-5%', '百分之三到百分之五'],
    ['per mille', '2‰', '千分之二'],
    ['fraction', '1/2', '二分之一'],
    ['range', '5-10天', '五到十天'],
    ['wave dash', '3～5个', '三到五个'],
    ['ratio', '3:1', '三比一'],
    ['subtraction', '10-3=7', '十减三等于七'],
    ['times', '快2x', '快两倍'],
    ['power', '10^6', '十的六次方'],
    ['a raised power', '10⁻⁶', '十的负六次方'],
    ['leading zero', '编号007', '编号[零零七]'],
  ],
  dates: [
    ['full date', '2024年3月5日', '[二零二四]年三月五日'],
    ['day number', '2月2号', '二月二号'],
    ['ISO', '2024-03-05', '[二零二四]年三月五日'],
    ['slashes', '2024/3/5', '[二零二四]年三月五日'],
    ['year alone', '2008年', '[二零零八]年'],
    ['short year', '98年', '[九八]年'],
    ['a count of years', '20年', '二十年'],
    ['range of years', '2019-2021年', '[二零一九]到[二零二一]年'],
    ['decade', '1990年代', '[一九九零]年代'],
    ['short decade', '80年代', '八十年代'],
    ['a year without its word', '2024奥运会', '[二零二四]奥运会'],
    ['month', '12月', '十二月'],
  ],
  times: [
    ['hours and minutes', '14:30', '十四点三十分'],
    ['single minutes', '9:05', '九点零五分'],
    ['full hour', '9:00', '九点'],
    ['two', '2:10', '两点十分'],
    ['seconds', '12:30:45', '十二点三十分四十五秒'],
    ['range', '9:00-17:30', '九点到十七点三十分'],
    ['written hour', '下午2点', '下午两点'],
    ['pm', '3:00pm见', '下午三点见'],
    ['full-width colon', '14：30', '十四点三十分'],
  ],
  money: [
    ['yuan sign', '¥100', '一百元'],
    ['full-width yuan sign', '￥2', '两元'],
    ['dollars', '$5', '五美元'],
    ['euros', '€3.5', '三点五欧元'],
    ['pounds', '£20', '二十英镑'],
    ['a scale', '$1.5亿', '一点五亿美元'],
    ['behind', '100€', '一百欧元'],
    ['written', '12.50元', '十二点五元'],
    ['written, whole', '12.00元', '十二元'],
    ['a price', '付￥1,299.00', '付一千二百九十九元'],
    ['two yuan', '2元', '两元'],
    ['signed and written', '￥1,234.56元', '一千二百三十四点五六元'],
    ['at the end', '价格是¥1,234.56。', '价格是一千二百三十四点五六元./'],
    ['a code', '应付RMB 100', '应付一百元'],
  ],
  units: [
    ['speed', '60km/h', '六十公里每小时'],
    ['two kilograms', '2kg', '两千克'],
    ['length', '长5 cm', '长五厘米'],
    ['temperature', '25℃', '二十五摄氏度'],
    ['below zero', '-5℃', '零下五摄氏度'],
    ['below zero twice', '零下-5℃', '零下五摄氏度'],
    ['area in a sentence', '房间有5m²。', '房间有五平方米./'],
    ['area', '90m²', '九十平方米'],
    ['square metre sign', '90㎡', '九十平方米'],
    ['memory', '16GB', '十六吉字节'],
    ['range', '3-5km', '三到五公里'],
    ['duration', '150ms', '一百五十毫秒'],
  ],
  'numbers as names': [
    ['mobile', '13812345678', '[幺三八幺二三四五六七八]'],
    ['grouped mobile', '138-1234-5678', '[幺三八][幺二三四][五六七八]'],
    ['landline', '010-12345678', '[零幺零][幺二三四五六七八]'],
    ['emergency', '拨打110', '拨打[幺幺零]'],
    ['room', '302室', '[三零二]室'],
    ['bus', '302路', '[三零二]路'],
    ['grouped landline', '010-8888 6666', '[零幺零][八八八八][六六六六]'],
    ['generation', '90后', '[九零]后'],
    ['version', '版本1.2.3', '版本一点二点三'],
    ['5G', '5G网络', '五[G]网络'],
    ['aircraft', '空客A380', '空客[A][三八零]'],
  ],
  punctuation: [
    ['full-width marks', '你好，世界。', '你好,世界./'],
    ['question', '你好吗？我很好！', '你好吗?/我很好!/'],
    ['enumeration', '苹果、香蕉', '苹果、香蕉'],
    ['ellipsis', '等等……好的', '等等…好的'],
    ['dash', '北京——首都', '北京—首都'],
    ['quotes', '他说：“走。”她走了。', '他说:走./她走了./'],
    ['book title', '《红楼梦》', '红楼梦'],
    ['corner quotes', '「好」', '好'],
    ['semicolon', '一；二', '一;二'],
    ['full-width colon before a digit', '时间：2点', '时间:两点'],
    ['symbols', 'A＋B＝C', '[A] plus [B] equals [C]'],
    ['at in Chinese', '甲@乙', '甲艾特乙'],
    ['ideographic zero', '二〇二四年', '二〇二四年'],
  ],
  structure: [
    ['heading', '# 标题\n正文', '标题//正文'],
    ['bullets', '- 一\n- 二', '一//二'],
    ['numbered', '1. 牛奶\n2. 鸡蛋', '一,牛奶//二,鸡蛋'],
    ['bold', '很**重要**的', '很重要的'],
    ['link', '看[这里](https://example.org)。', '看这里./'],
    ['emoji', '好👍的', '好的'],
  ],
};

for (const [family, rows] of Object.entries(families)) {
  describe(`Mandarin: ${family}`, () => {
    test.each(rows)('%s: %j', (_name, input, expected) => {
      expect(compact(heard(input, 'zh'))).toBe(compact(expected));
    });
  });
}

type MixedRow = readonly [name: string, language: Language | 'auto', input: string, expected: string];

const mixed: readonly MixedRow[] = [
  ['an English word in Chinese', 'auto', '我喜欢Python编程', '我喜欢Python编程'],
  ['a number between Chinese', 'auto', '我有3个', '我有三个'],
  ['a number between English', 'auto', 'I have 3 of them', 'I have three of them'],
  ['a model name in Chinese', 'auto', '我用iPhone 15打电话', '我用i Phone十五打电话'],
  ['a unit in Chinese', 'auto', '内存有16 GB', '内存有十六吉字节'],
  ['Chinese in English', 'auto', 'The word 你好 means hello 2 times', 'The word你好means hello two times'],
  [
    'a Chinese sentence after an English one',
    'auto',
    'I paid $5. 我付了$5。',
    'I paid five dollars./我付了五美元./',
  ],
  ['a price at the end of a Chinese line', 'en', '价格¥5.5。\nThe end of it', '价格五点五元./ The end of it'],
  ['digits alone follow the option', 'zh', '42', '四十二'],
  ['digits alone follow the option in English', 'en', '42', 'forty two'],
  ['digits alone are English by default', 'auto', '42', 'forty two'],
  ['digits after a Chinese paragraph', 'auto', '你好\n\n42', '你好四十二'],
  ['an address in Chinese', 'auto', '访问example.com吧', '访问example点com吧'],
  ['an initialism in Chinese', 'auto', '他在FBI工作', '他在[FBI]工作'],
  ['percent at the end of Chinese', 'auto', '增长了15%', '增长了百分之十五'],
  [
    'an English sentence with a Chinese name',
    'auto',
    'Mr. 王 lives at 5 Main St. in 2024',
    'Mister王lives at five Main Street in twenty twenty four',
  ],
];

describe('mixed sentences', () => {
  test.each(mixed)('%s (%s): %j', (_name, language, input, expected) => {
    expect(compact(heard(input, language))).toBe(compact(expected));
  });
});
