import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseVoiceName, voiceName } from './voice-ids.js';

const name = fc.stringMatching(/^[^/]+$/);

it('names a voice of any pack so that it is found again', () => {
  fc.assert(
    fc.property(fc.option(name), name, (packId, voiceId) => {
      expect(parseVoiceName(voiceName({ packId, voiceId }))).toEqual({ packId, voiceId });
    }),
  );
});

it('leaves voices of the first pack their names', () => {
  expect(parseVoiceName('en_ivy')).toEqual({ packId: null, voiceId: 'en_ivy' });
  expect(voiceName({ packId: 'kokoro', voiceId: 'af_heart' })).toBe('kokoro/af_heart');
});
