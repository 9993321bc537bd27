import { expect, it } from 'vitest';
import { packsCalls } from '../../shared/app/packs.js';
import { packsHandlers } from './packs-handlers.js';
import type { PacksService, Recording } from './packs-service.js';

const context = { signal: new AbortController().signal };

function madeOf(): { readonly recordings: Recording[]; readonly handlers: ReturnType<typeof packsHandlers> } {
  const recordings: Recording[] = [];
  const packs: Partial<PacksService> = {
    makeVoice(recording) {
      recordings.push(recording);
      return Promise.resolve({ voiceId: 'tiny/own-1', findings: [] });
    },
  };
  return { recordings, handlers: packsHandlers(packs as PacksService) };
}

const input: Omit<Recording, 'samples'> = {
  ...{ name: 'Me', packId: 'tiny', language: 'en', sampleRateHz: 48_000, hasConsent: true },
};

it('takes a recording’s samples to the last bit, and no part of one', async () => {
  const { recordings, handlers } = madeOf();
  const samples = Float32Array.of(0, 0.25, -1, 1e-7);
  const bytes = Buffer.from(samples.buffer);
  for (const cut of [0, 3])
    await handlers.recordingMakeVoice(
      { ...input, samples: Buffer.concat([bytes, Buffer.alloc(cut)]).toString('base64') },
      context,
    );
  expect(recordings.map((one) => [...one.samples])).toEqual([[...samples], [...samples]]);
  expect(recordings[0]).toMatchObject(input);
});

it('takes a minute at the rate of an ordinary microphone', () => {
  const samples = Buffer.alloc(60 * 48_000 * 4).toString('base64');
  expect(packsCalls.recordingMakeVoice.input.safeParse({ ...input, samples }).success).toBe(true);
});
