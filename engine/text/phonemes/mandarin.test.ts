import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MANDARIN_PHONEMES } from './inventory.js';
import { pronounceMandarin } from './mandarin.js';
import { syllablePhonemes } from './pinyin.js';

function phonemesOf(pinyin: string): string[] {
  return pinyin.split(' ').flatMap((written) => {
    const tone = Number(written.slice(-1));
    return syllablePhonemes({ pinyin: written.slice(0, -1), tone }) ?? [];
  });
}

describe.each<[string, [text: string, spoken: string][]]>([
  [
    'third tones',
    [
      ['你好', 'ni2 hao3'],
      ['水果', 'shui2 guo3'],
      ['我很好', 'wo3 hen2 hao3'],
      ['老虎很小', 'lao2 hu3 hen2 xiao3'],
      ['小老虎', 'xiao3 lao2 hu3'],
      ['可以走了', 'ke2 yi2 zou3 le0'],
      ['小姐', 'xiao3 jie0'],
    ],
  ],
  [
    '一',
    [
      ['一个', 'yi2 ge4'],
      ['一天', 'yi4 tian1'],
      ['一年', 'yi4 nian2'],
      ['一起', 'yi4 qi3'],
      ['一样', 'yi2 yang4'],
      ['第一个', 'di4 yi1 ge4'],
      ['十一', 'shi2 yi1'],
      ['一百', 'yi4 bai3'],
      ['统一', 'tong3 yi1'],
      ['看一看', 'kan4 yi0 kan4'],
      ['三点一刻', 'san1 dian3 yi2 ke4'],
    ],
  ],
  [
    '不',
    [
      ['不是', 'bu2 shi4'],
      ['不好', 'bu4 hao3'],
      ['不行', 'bu4 xing2'],
      ['好不好', 'hao3 bu0 hao3'],
      ['差不多', 'cha4 bu4 duo1'],
    ],
  ],
  [
    'neutral tones',
    [
      ['朋友', 'peng2 you0'],
      ['东西', 'dong1 xi0'],
      ['东西南北', 'dong1 xi1 nan2 bei3'],
      ['学生', 'xue2 sheng0'],
      ['没关系', 'mei2 guan1 xi0'],
      ['我们的', 'wo3 men0 de0'],
    ],
  ],
  [
    'polyphones',
    [
      ['银行', 'yin2 hang2'],
      ['行走', 'xing2 zou3'],
      ['音乐', 'yin1 yue4'],
      ['快乐', 'kuai4 le4'],
      ['还给他', 'huan2 gei3 ta1'],
      ['还有', 'hai2 you3'],
      ['我得去', 'wo2 dei3 qu4'],
      ['说得好', 'shuo1 de0 hao3'],
      ['得到', 'de2 dao4'],
      ['慢慢地走', 'man4 man4 de0 zou3'],
      ['地方', 'di4 fang0'],
      ['目的地', 'mu4 di4 di4'],
    ],
  ],
])('%s', (_, cases) => {
  test.each(cases)('%s', (text, spoken) => {
    expect(pronounceMandarin([text]).flat()).toEqual(phonemesOf(spoken));
  });
});

describe('erhua', () => {
  test.each([
    ['花儿', 'x wa ɻ →'],
    ['小孩儿', 'ɕ jaʊ ↓ x a ɻ ↗'],
    ['女儿', 'n y ↓ aɻ ↗'],
    ['儿子', 'aɻ ↗ ʦ ɨ'],
  ])('%s', (text, phonemes) => {
    expect(pronounceMandarin([text]).flat()).toEqual(phonemes.split(' '));
  });

  test('a 儿 that stands as a word of its own still has something to say', () => {
    expect(pronounceMandarin(['小孩', '儿'])).toEqual([
      ['ɕ', 'jaʊ', '↓', 'x', 'a'],
      ['ɻ', '↗'],
    ]);
  });
});

test('sandhi sees the neighbouring word; each word keeps its own phonemes', () => {
  expect(pronounceMandarin(['我', '也', '好'])).toEqual([
    phonemesOf('wo3'),
    phonemesOf('ye2'),
    phonemesOf('hao3'),
  ]);
});

test('any Han characters give one list a word, of phonemes of the inventory', () => {
  const han = fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code));
  const rare = fc.integer({ min: 0x20000, max: 0x2a6df }).map((code) => String.fromCodePoint(code));
  const common = fc.constantFrom(...Array.from('一不儿得地了的很我你好小老虎看说个天第十百千，'));
  const word = fc.array(fc.oneof(common, han, rare), { minLength: 1, maxLength: 6 }).map((c) => c.join(''));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
      const result = pronounceMandarin(words);
      expect(result).toHaveLength(words.length);
      for (const phoneme of result.flat()) expect(MANDARIN_PHONEMES).toContain(phoneme);
    }),
    { numRuns: 300 },
  );
});
