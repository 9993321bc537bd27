import { describe, expect, test } from 'vitest';
import { MANDARIN_PHONEMES } from './inventory.js';
import { erhuaPhonemes, syllablePhonemes } from './pinyin.js';

/** The syllables of Standard Mandarin, by initial. */
const SYLLABLES = `
a ai an ang ao e ei en eng er o ou yi ya yao ye you yan yin yang ying yong yo wu wa wo wai wei wan wen wang weng yu yue yuan yun
ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu
pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu
fa fan fang fei fen feng fo fou fu
da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo
ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo
na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nü nüe
la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu long lou lu luan lun luo lü lüe
ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo
ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo
ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo
ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun
qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun
zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo
cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo
sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo
ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo
za zai zan zang zao ze zei zen zeng zi zong zou zu zuan zui zun zuo
ca cai can cang cao ce cen ceng ci cong cou cu cuan cui cun cuo
sa sai san sang sao se sen seng si song sou su suan sui sun suo`
  .trim()
  .split(/\s+/);

describe('every syllable of Mandarin', () => {
  const all = SYLLABLES.map((pinyin) => ({ pinyin, phonemes: syllablePhonemes({ pinyin, tone: 0 }) }));

  test('has an initial at most and one final, all of the inventory', () => {
    expect(all.length).toBeGreaterThan(400);
    for (const { pinyin, phonemes } of all) {
      expect(phonemes, pinyin).toBeDefined();
      expect([1, 2], pinyin).toContain(phonemes?.length);
      for (const phoneme of phonemes ?? []) expect(MANDARIN_PHONEMES, pinyin).toContain(phoneme);
    }
  });

  test('sounds unlike every other', () => {
    const bySound = new Map(all.map(({ pinyin, phonemes }) => [phonemes?.join(' '), pinyin]));
    expect(bySound.size).toBe(all.length);
  });
});

test.each([
  ['ma', 1, 'm a →'],
  ['hao', 3, 'x aʊ ↓'],
  ['zhi', 1, 'ꭧ ɨ →'],
  ['ci', 2, 'ʦʰ ɨ ↗'],
  ['ri', 4, 'ɻ ɨ ↘'],
  ['qi', 3, 'ʨʰ i ↓'],
  ['xu', 1, 'ɕ y →'],
  ['yu', 2, 'y ↗'],
  ['lv', 4, 'l y ↘'],
  ['lue', 4, 'l ɥe ↘'],
  ['bo', 1, 'p wo →'],
  ['o', 2, 'o ↗'],
  ['duo', 1, 't wo →'],
  ['jiong', 3, 'ʨ jʊŋ ↓'],
  ['xuan', 3, 'ɕ ɥɛn ↓'],
  ['yun', 2, 'yn ↗'],
  ['weng', 1, 'wəŋ →'],
  ['gui', 4, 'k weɪ ↘'],
  ['liu', 4, 'l joʊ ↘'],
  ['er', 2, 'aɻ ↗'],
  ['de', 0, 't ɤ'],
  ['de', 5, 't ɤ'],
  ['ng', 4, 'ən ↘'],
])('%s%i', (pinyin, tone, phonemes) => {
  expect(syllablePhonemes({ pinyin, tone })).toEqual(phonemes.split(' '));
});

test.each(['', 'x', 'abc', 'hello', 'zhx', 'yy', 'constructor'])('%j is no syllable', (pinyin) => {
  expect(syllablePhonemes({ pinyin, tone: 1 })).toBeUndefined();
});

test.each([
  ['hua', 'x wa'],
  ['wan', 'wa'],
  ['dian', 't ja'],
  ['hai', 'x a'],
  ['shi', 'ʂ ɨ'],
])('%s before 儿', (pinyin, phonemes) => {
  expect(erhuaPhonemes({ pinyin, tone: 2 })).toEqual(phonemes.split(' '));
});
