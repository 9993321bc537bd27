/** Corrections to the dictionary's Mandarin readings: neutral tones, polyphones that need their neighbours. */

import type { Syllable } from './pinyin.js';

/** A character in its place: which word of the segmentation holds it. */
export interface Reading {
  readonly character: string;
  readonly wordIndex: number;
  readonly syllable: Syllable;
}

/** Words of two syllables whose second one is neutral in Standard Mandarin. */
const NEUTRAL_SECOND: ReadonlySet<string> = new Set(
  (
    '东西 地方 窗户 谢谢 客气 学生 月亮 干净 关系 知道 朋友 先生 意思 事情 衣服 ' +
    '时候 告诉 认识 明白 漂亮 便宜 眼睛 耳朵 太阳 玻璃 舒服 清楚 消息 休息 麻烦 ' +
    '聪明 钥匙 师傅 护士 名字 故事 打算 人家 兄弟 晚上 早上 小姐 姑娘 丈夫 大夫 ' +
    '和尚 萝卜 葡萄 脑袋 脾气 力气 福气 运气 热闹 商量 打听 收拾 咳嗽 马虎 糊涂 ' +
    '暖和 凉快 痛快 部分 成分 分寸 苗条 苍蝇 蛤蟆 骆驼 狐狸 老婆 老爷 亲戚 招牌 ' +
    '招呼 动静 行李 粮食 庄稼 牲口 云彩 点心 馒头 骨头 舌头 指头 拳头 念头 丫头 ' +
    '跟头 锄头 石头 木头 里头 外头 前头 后头 上头 扫帚 簸箕 笤帚 抽屉 胳膊 屁股 ' +
    '眉毛 嘴巴 尾巴 下巴 结实 老实 厚道 小气 秀气 神气 阔气 俗气 规矩 主意 本事 ' +
    '记号 称呼 答应 吩咐 嘱咐 耽误 耽搁 应付 对付 琢磨 折磨 打扮 打量 喇叭 篱笆 ' +
    '哑巴 结巴 琵琶 疙瘩 灯笼 窟窿 核桃 石榴 芝麻 棉花 高粱 柴火 媳妇 冤家 亲家 ' +
    '包袱 帮手 薄荷 裁缝 财主 刺猬 凑合 搭理 队伍 风筝 甘蔗 膏药 工夫 功夫 姑姑 ' +
    '官司 罐头 棺材 寡妇 胡琴 葫芦 皇上 活泼 伙计 机灵 家伙 架势 嫁妆 见识 将就 ' +
    '交情 街坊 戒指 精神 口袋 快活 累赘 利落 利索 痢疾 连累 莲蓬 溜达 码头 买卖 ' +
    '冒失 眯缝 模糊 蘑菇 难为 能耐 娘家 奴才 佩服 喷嚏 枇杷 婆家 铺盖 欺负 俏皮 ' +
    '情形 软和 烧饼 少爷 生意 师父 使唤 似的 收成 首饰 舒坦 疏忽 爽快 思量 算计 ' +
    '岁数 特务 跳蚤 铁匠 头发 妥当 娃娃 王爷 委屈 稳当 稀罕 喜欢 吓唬 相公 相声 ' +
    '消停 笑话 心思 行当 学问 烟筒 秧歌 养活 吆喝 妖精 衙门 衣裳 应酬 冤枉 约莫 ' +
    '月饼 匀称 早晨 怎么 扎实 眨巴 栅栏 张罗 丈人 帐篷 折腾 知识 指甲 转悠 壮实 ' +
    '状元 字号 自在 祖宗 作坊 在乎 爸爸 妈妈 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 叔叔 ' +
    '伯伯 舅舅 姥姥 宝宝 星星 猩猩 觉得 记得 懂得 显得 晓得 舍得 使得 认得 免得 ' +
    '省得 懒得 算得'
  ).split(' '),
);

/** Phrases that the dictionary reads otherwise: syllables with tone digits (0 neutral). */
const PHRASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    还给: 'huan2 gei3',
    还钱: 'huan2 qian2',
    还书: 'huan2 shu1',
    还债: 'huan2 zhai4',
    还款: 'huan2 kuan3',
    还清: 'huan2 qing1',
    长得: 'zhang3 de0',
    数了数: 'shu3 le0 shu3',
    数一数: 'shu3 yi0 shu3',
    数数: 'shu3 shu4',
    只得: 'zhi3 de2',
    值得: 'zhi2 de0',
    朝阳升: 'zhao1 yang2 sheng1',
    嗯: 'en4',
  }),
);

const LONGEST_PHRASE = 3;

/** Words before 得 that make it `must` (dei3). */
const BEFORE_MUST: ReadonlySet<string> = new Set('我你他她它们就也都还总必须可不'.split(''));
/** What follows a 得 that means `get` (de2) even after a pronoun. */
const AFTER_GET: ReadonlySet<string> = new Set('了到奖第分病知出胜名罪'.split(''));
/** Nouns of one syllable that make 地 the ground (di4) after a noun. */
const AFTER_GROUND: ReadonlySet<string> = new Set('里上下中面的是有和在'.split(''));

/** Applies the corrections within one phrase. */
export function correctReadings(readings: readonly Reading[]): Reading[] {
  const text = readings.map((reading) => reading.character);
  const corrected = readings.map((reading, at) => ({ ...reading, syllable: particle(readings, at) }));
  for (let at = 0; at < text.length; at++) {
    const second = corrected[at + 1];
    const word = (text[at] ?? '') + (text[at + 1] ?? '');
    const sameWord = second?.wordIndex === corrected[at]?.wordIndex;
    if (second !== undefined && sameWord && NEUTRAL_SECOND.has(word)) {
      const isDirections = word === '东西' && text[at + 2] === '南';
      if (!isDirections) second.syllable = { ...second.syllable, tone: 0 };
    }
    for (let length = LONGEST_PHRASE; length > 0; length--) {
      const syllables = PHRASES.get(text.slice(at, at + length).join(''))?.split(' ');
      syllables?.forEach((written, index) => {
        const target = corrected[at + index];
        if (target !== undefined) {
          target.syllable = { pinyin: written.slice(0, -1), tone: Number(written.slice(-1)) };
        }
      });
    }
  }
  return corrected;
}

/** 得 and 地, which are particles (de, neutral) or words by what stands beside them. */
function particle(readings: readonly Reading[], at: number): Syllable {
  const reading = readings[at];
  if (reading === undefined) throw new RangeError(`No reading at ${at}.`);
  const previous = readings[at - 1];
  const next = readings[at + 1];
  if (previous === undefined || next === undefined) return reading.syllable;
  const startsWord = previous.wordIndex !== reading.wordIndex;
  if (reading.character === '得' && reading.syllable.pinyin === 'de') {
    if (next.wordIndex === reading.wordIndex && startsWord) return reading.syllable;
    if (BEFORE_MUST.has(previous.character)) {
      return AFTER_GET.has(next.character) ? reading.syllable : { pinyin: 'dei', tone: 3 };
    }
    return AFTER_GET.has(next.character) ? reading.syllable : { pinyin: 'de', tone: 0 };
  }
  if (reading.character === '地' && reading.syllable.pinyin === 'di') {
    const endsWord = next.wordIndex !== reading.wordIndex;
    const before = readings[at - 2];
    const afterWord = before?.wordIndex === previous.wordIndex;
    const isReduplicated = before?.character === previous.character;
    const isAdverb = (startsWord && afterWord) || isReduplicated;
    if (isAdverb && endsWord && !AFTER_GROUND.has(next.character)) return { pinyin: 'de', tone: 0 };
  }
  return reading.syllable;
}
