import { describe, expect, it } from 'vitest';
import { textFacts } from './text-facts.js';

describe('textFacts', () => {
  it.each([
    ['The quick brown fox.', 'en'],
    ['今天天气很好。', 'zh'],
    ['今天我们去 Starbucks 喝咖啡，然后去公园散步，晚上看电影。', 'zh'],
    ['Say 今天天气很好 to your friend, please.', 'mixed'],
    ['Привет, как дела?', 'other'],
    ['12 + 30', undefined],
    ['', undefined],
  ] as const)('%j is %s', (text, language) => {
    expect(textFacts(text).language).toBe(language);
  });

  it('counts as a person does', () => {
    expect(textFacts('a🙂b').characterCount).toBe(3);
  });

  it('takes no time for a text without sound', () => {
    expect(textFacts('   ').durationMs).toBe(0);
  });
});
