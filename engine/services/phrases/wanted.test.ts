import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_COMBINATIONS, phraseDraftSchema, type PhraseSlot } from '../../shared/app/phrases.js';
import type { SpeechRequest } from '../speech.js';
import type { StoredPhrase } from './library.js';
import { renderingName } from '../renderings/rendering-key.js';
import { phraseRequest, WantedRenderings, type Sound } from './wanted.js';

const phraseOf = (id: string, draft: Partial<StoredPhrase> = {}): StoredPhrase => ({
  ...phraseDraftSchema.parse({ groupId: 'g', text: 'One moment, please.', ...draft }),
  id,
});

const sound: Sound = {
  manner: { voice: 'ivy', style: 'calm', controls: { lengthScale: 1.1 }, plan: { targetLufs: -16 } },
  version: 'v1',
};

/** One change each of all that is heard. */
const CHANGES: Readonly<Record<string, (request: SpeechRequest) => SpeechRequest>> = {
  text: (request) => ({ ...request, text: `${request.text}!` }),
  voice: (request) => ({ ...request, voice: 'rowan' }),
  mix: (request) => ({ ...request, mix: [{ voice: 'a', weight: 1 }] }),
  style: (request) => ({ ...request, style: 'lively' }),
  language: (request) => ({ ...request, language: 'zh' }),
  pace: (request) => ({ ...request, controls: { ...request.controls, lengthScale: 1.2 } }),
  pauses: (request) => ({ ...request, controls: { ...request.controls, pauseMs: { '.': 100 } } }),
  loudness: (request) => ({ ...request, plan: { ...request.plan, targetLufs: -20 } }),
  segments: (request) => ({ ...request, plan: { ...request.plan, maxSegmentDurationMs: 2000 } }),
};

describe('the name of a rendering', () => {
  const request = phraseRequest('Hello.', 0, sound.manner);

  it.each(Object.entries(CHANGES))('changes with the %s', (_, change) => {
    expect(renderingName(change(request), 'v1')).not.toBe(renderingName(request, 'v1'));
  });

  it('changes with the engine, the pack or the dictionary, and with the take', () => {
    expect(renderingName(request, 'v2')).not.toBe(renderingName(request, 'v1'));
    const names = Array.from({ length: 20 }, (_, take) =>
      renderingName(phraseRequest('Hello.', take, sound.manner), 'v1'),
    );
    expect(new Set(names).size).toBe(20);
  });

  it('does not change with what is not heard: the order of fields, what is undefined, the engine’s cache', () => {
    const { text, voice, style, controls, plan } = request;
    const same = { plan: { ...plan, useCache: false }, controls, style, voice, mix: undefined, text };
    expect(renderingName(same as SpeechRequest, 'v1')).toBe(renderingName(request, 'v1'));
  });
});

describe('what a library wants rendered', () => {
  const sounds =
    (chosen: string) =>
    (phrase: StoredPhrase): Sound => ({
      ...sound,
      manner: { ...sound.manner, voice: phrase.voiceId ?? chosen },
    });

  it('changes for exactly those whose sound changes', () => {
    const library = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        text: fc.constantFrom('Yes.', 'No.', 'Back in {n} minutes.'),
        voiceId: fc.constantFrom(null, 'ivy', 'rowan'),
        take: fc.integer({ min: 0, max: 2 }),
      }),
      { selector: ({ id }) => id, maxLength: 12 },
    );
    fc.assert(
      fc.property(library, (drafts) => {
        const slots: PhraseSlot[] = [{ kind: 'range', name: 'n', from: 1, to: 3, step: 1 }];
        const phrases = drafts.map(({ id, ...draft }) =>
          phraseOf(id, { ...draft, slots: draft.text.includes('{') ? slots : [] }),
        );
        const wanted = new WantedRenderings();
        const before = wanted.of(phrases, sounds('lian'));
        const after = wanted.of(phrases, sounds('ivy'));
        for (const [index, phrase] of phrases.entries()) {
          const isAffected = phrase.voiceId === null;
          expect(after[index] === before[index]).toBe(!isAffected);
          const names = (one = before[index]): string[] => one?.renderings.map(({ name }) => name) ?? [];
          const shared = names().filter((name) => names(after[index]).includes(name));
          expect(shared).toEqual(isAffected ? [] : names());
        }
      }),
    );
  });

  it('follows an edit of what is heard, and of nothing else', () => {
    const wanted = new WantedRenderings();
    const names = (phrase: StoredPhrase): string[] =>
      wanted.of([phrase], sounds('ivy')).flatMap((one) => one.renderings.map(({ name }) => name));
    const before = names(phraseOf('p'));
    const unheard = { label: 'x', emoji: '✋', colour: 'red', hotkey: 'Alt+1', groupId: 'h' };
    expect(names(phraseOf('p', unheard))).toEqual(before);
    expect(names(phraseOf('p', { text: 'Another.' }))).not.toEqual(before);
    expect(names(phraseOf('p', { take: 1 }))).not.toEqual(before);
  });

  it('cuts what is too much, and says how much there is', () => {
    const slot = (name: string): PhraseSlot => ({ kind: 'range', name, from: 1, to: 100, step: 1 });
    const phrase = phraseOf('p', { text: '{a} of {b}', slots: [slot('a'), slot('b')] });
    const [one] = new WantedRenderings().of([phrase], sounds('ivy'));
    expect(one?.renderings.length).toBe(MAX_COMBINATIONS);
    expect(one?.combinationCount).toBe(10_000);
    const many = Array.from({ length: 100 }, (_, index) => ({ ...phrase, id: `${index}` }));
    const all = new WantedRenderings().of([...many, phraseOf('last')], sounds('ivy'));
    expect(all.reduce((sum, { renderings }) => sum + renderings.length, 0)).toBeLessThanOrEqual(20_000);
    expect(all.every(({ renderings }) => renderings.length > 0)).toBe(true);
  });

  it('wants nothing of a phrase that takes any text, or cannot be spoken', () => {
    const free = phraseOf('p', { text: 'Hi {who}', slots: [{ kind: 'text', name: 'who' }] });
    expect(new WantedRenderings().of([free], sounds('ivy'))).toMatchObject([
      { renderings: [], combinationCount: 0 },
    ]);
    expect(new WantedRenderings().of([phraseOf('q')], () => undefined)).toMatchObject([
      { renderings: [], combinationCount: 1 },
    ]);
  });
});
