import { dictionary as source } from 'cmu-pronouncing-dictionary';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeDictionary } from '../../../scripts/build-dictionary.mjs';
import type { PendingWord, PunctuationSymbol } from '../types.js';
import { openDictionary } from './dictionary.js';
import { createEnglish } from './english.js';
import type { Espeak } from './espeak.js';
import { ENGLISH_PHONEMES } from './inventory.js';

const asked: string[] = [];
const espeak: Espeak = {
  ipa(words) {
    asked.push(...words);
    return Promise.resolve(words.map(() => 'blˈɑː'));
  },
};
const dictionary = openDictionary(encodeDictionary(source));
const english = createEnglish(dictionary, espeak);

/** Words between spaces; a mark at a word's end is what follows it. */
function pending(sentence: string): PendingWord[] {
  return sentence.split(' ').map((word) => {
    const mark = /[,.?!;]$/.exec(word)?.[0] as PunctuationSymbol | undefined;
    const text = mark === undefined ? word : word.slice(0, -1);
    return { text, language: 'en', ...(mark !== undefined && { followedBy: mark }) };
  });
}

async function say(sentence: string): Promise<string> {
  const words = await english.pronounce(pending(sentence));
  return words.map((phonemes) => phonemes.join('')).join(' ');
}

describe('dictionary, weak forms, contractions', () => {
  test.each([
    ['Hello, world.', 'həlˈO wˈɜɹld'],
    ['the apple, the pear', 'ði ˈæpəl ðə pˈɛɹ'],
    ['the hour, the unit', 'ði ˈWəɹ ðə jˈunət'],
    ['the, apple', 'ðə ˈæpəl'],
    ['a cat and an owl', 'ə kˈæt ænd ən ˈWl'],
    ['A', 'ˈA'],
    ['go to bed, to eat, to', 'ɡˈO tə bˈɛd tu ˈit tˈu'],
    ['What is it for?', 'wˈʌt ɪz ɪt fˈɔɹ'],
    ["I'm sure they're here, aren't they?", 'Im ʃˈʊɹ ðɛɹ hˈiɹ ˈɑɹənt ðA'],
    ['he’d gone', 'hid ɡˈɔn'],
    ['IN CAPITALS', 'ɪn kˈæpətəlz'],
    ['naïve café', 'nˌIˈiv kəfˈA'],
  ])('%s', async (sentence, phonemes) => {
    expect(await say(sentence)).toBe(phonemes);
  });
});

describe('heteronyms by their neighbours', () => {
  test.each([
    ['I will read it', 'I wɪl ɹˈid ɪt'],
    ['I have read it', 'I hæv ɹˈɛd ɪt'],
    ['I read it yesterday', 'I ɹˈɛd ɪt jˈɛstəɹdˌA'],
    ['they record a record', 'ðA ɹɪkˈɔɹd ə ɹˈɛkəɹd'],
    ['we live here', 'wi lˈɪv hˈiɹ'],
    ['a live show', 'ə lˈIv ʃˈO'],
    ['the wind', 'ðə wˈɪnd'],
    ['to wind it', 'tə wˈInd ɪt'],
    ['Close the door', 'klˈOz ðə dˈɔɹ'],
    ['it is close', 'ɪt ɪz klˈOs'],
    ['no use', 'nˈO jˈus'],
    ['to use it', 'tə jˈuz ɪt'],
    ['I used to sing', 'I jˈust tə sˈɪŋ'],
    ['it was used to cut', 'ɪt wʌz jˈuzd tə kˈʌt'],
  ])('%s', async (sentence, phonemes) => {
    expect(await say(sentence)).toBe(phonemes);
  });
});

describe('words that the dictionary does not hold', () => {
  test.each([
    ['XKCD', 'ˌɛkskˌAsˌidˈi'],
    ["XKCD's", 'ˌɛkskˌAsˌidˈiz'],
    ['PDFs', 'pˌidˌiˈɛfs'],
    ['US', 'jˌuˈɛs'],
    ['tcp', 'tˌisˌipˈi'],
    ['downloader', 'dˈWnlˌOdəɹ'],
    ['blogged', 'blˈɔɡd'],
    ['unsubscribing', 'ənsəbskɹˈIbɪŋ'],
    ['optionally', 'ˈɑpʃənəli'],
    ['OpenAI', 'ˈOpənˌAˈI'],
    ['twenty-one', 'twˈɛntiwˈʌn'],
    ['well-known', 'wˈɛlnˈOn'],
    ["'hello'", 'həlˈO'],
    ['constructor', 'kənstɹˈʌktəɹ'],
    ['hasOwnProperty', 'hˈæzˈOnpɹˈɑpəɹti'],
    ['__proto__', 'pɹˈOtə'],
  ])('%s', async (word, phonemes) => {
    asked.length = 0;
    expect(await say(word)).toBe(phonemes);
    expect(asked).toEqual([]);
  });

  test('go to eSpeak once each, in one batch', async () => {
    asked.length = 0;
    expect(await say('Frobnitz frobnitz quuxify')).toBe('blˈɑ blˈɑ blˈɑ');
    expect(asked).toEqual(['frobnitz', 'quuxify']);
  });

  test('are spelled when eSpeak fails, and asked for again at the next word', async () => {
    let callCount = 0;
    const failing: Espeak = {
      ipa(words) {
        callCount += 1;
        if (callCount > 1) return espeak.ipa(words);
        return Promise.reject(new Error('out of memory'));
      },
    };
    const unaided = createEnglish(dictionary, failing);
    const said = await unaided.pronounce(pending('Hello zorbq.'));
    expect(said.map((phonemes) => phonemes.join(''))).toEqual(['həlˈO', 'zˌiˌOˌɑɹbˌikjˈu']);
    expect((await unaided.pronounce(pending('zorbq')))[0]?.join('')).toBe('blˈɑ');
  });

  test('a word marked as spelled is spelled', async () => {
    const [phonemes] = await english.pronounce([{ text: 'cat', language: 'en', kind: 'spelled' }]);
    expect(phonemes?.join('')).toBe('sˌiˌAtˈi');
  });
});

test('any words give one list each, of phonemes of the inventory', async () => {
  const word = fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.stringMatching(/^[A-Za-z'-]{1,14}$/),
    fc.constantFrom(...Object.keys(source).slice(0, 5000)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 8 }), async (texts) => {
      const words = await english.pronounce(texts.map((text) => ({ text, language: 'en' })));
      expect(words).toHaveLength(texts.length);
      for (const phoneme of words.flat()) expect(ENGLISH_PHONEMES).toContain(phoneme);
    }),
    { numRuns: 300 },
  );
});
