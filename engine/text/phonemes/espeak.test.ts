import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEspeak, ipaToPhonemes } from './espeak.js';
import { ENGLISH_PHONEMES } from './inventory.js';

describe('IPA of eSpeak in the symbols of the dictionary', () => {
  test.each([
    ['kˌuːbɚnˈɛɾiːz', 'kubernetes', 'k ˌ u b əɹ n ˈ ɛ t i z'],
    ['hˈɜːɹi', 'hurry', 'h ˈ ɜɹ i'],
    ['lˈæɾɚ', 'ladder', 'l ˈ æ d əɹ'],
    ['bˈʌʔn̩', 'button', 'b ˈ ʌ t ə n'],
    ['stˈɑːɹt', 'start', 's t ˈ ɑ ɹ t'],
    ['fˈoːɹd', 'fjord', 'f ˈ ɔ ɹ d'],
    ['ɹˈoʊzᵻz', 'roses', 'ɹ ˈ O z ɪ z'],
    ['dʒˈaɪənt tʃˈɔɪs', 'giant choice', 'ʤ ˈ I ə n t ʧ ˈ Y s'],
    ['ðə', 'the', 'ð ˈ ʌ'],
    ['(fr)bɔ̃ʒˈuːɹ(en)', 'bonjour', 'b ɔ ʒ ˈ u ɹ'],
  ])('%s', (ipa, spelling, phonemes) => {
    expect(ipaToPhonemes(ipa, spelling)).toEqual(phonemes.split(' '));
  });

  test('whatever comes, only phonemes of the inventory go out', () => {
    const ipa = fc.string({
      unit: fc.constantFrom(...Array.from('ˈˌːɐɑæbɓdʒðeəɚɛɜfɡɣhiɪjklmnŋoɔprɹɾsʃtθuʊvwxyzʔᵻ̩̃ qø1')),
    });
    fc.assert(
      fc.property(ipa, (text) => {
        for (const phoneme of ipaToPhonemes(text, 'x')) expect(ENGLISH_PHONEMES).toContain(phoneme);
      }),
    );
  });
});

describe('the wrapped program', () => {
  test('pronounces a batch word by word, and leaves no handler in the process', async () => {
    const handlers = (): unknown[] => [
      process.listeners('uncaughtException'),
      process.listeners('unhandledRejection'),
    ];
    const before = handlers();
    const ipa = await createEspeak({ process }).ipa(['blorptastic', 'of', 'the', 'zuckerberg']);
    expect(ipa).toHaveLength(4);
    expect(ipa[2]).toMatch(/ð/);
    expect(ipa[3]).toMatch(/^zˈʌk/);
    expect(handlers()).toEqual(before);
  });

  test('is not loaded for nothing, and loaded once for many', async () => {
    let loadCount = 0;
    const espeak = createEspeak({
      load: () => {
        loadCount += 1;
        return Promise.resolve({ phonemize: (text: string) => Promise.resolve(text.split('\n\n')) });
      },
    });
    expect(await espeak.ipa([])).toEqual([]);
    expect(loadCount).toBe(0);
    await Promise.all([espeak.ipa(['a']), espeak.ipa(['b'])]);
    expect(loadCount).toBe(1);
  });

  test('asks one by one when the lines do not match the words', async () => {
    const espeak = createEspeak({
      load: () =>
        Promise.resolve({
          phonemize: (text: string) =>
            Promise.resolve(text === '…' ? [] : text.split('\n\n').filter((w) => w !== '…')),
        }),
    });
    expect(await espeak.ipa(['a', '…', 'b'])).toEqual(['a', '', 'b']);
  });

  test('tries again after a failed load', async () => {
    let loadCount = 0;
    const espeak = createEspeak({
      load: () => {
        loadCount += 1;
        if (loadCount === 1) return Promise.reject(new Error('no memory'));
        return Promise.resolve({ phonemize: () => Promise.resolve(['x']) });
      },
    });
    await expect(espeak.ipa(['a'])).rejects.toThrow('no memory');
    expect(await espeak.ipa(['a'])).toEqual(['x']);
  });
});
