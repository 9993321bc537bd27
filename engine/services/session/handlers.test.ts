import { describe, expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.js';
import { SottoError } from '../../shared/errors.js';
import { settingsSchema } from '../../shared/app/settings.js';
import { sessionHandlers, type SelectionReader } from './handlers.js';
import { createPlaybackSession } from './session.js';
import { createFakeSource } from './testing/fake-source.js';

const settings = settingsSchema.parse({});
const context = { signal: new AbortController().signal };

function createScene(selection: Partial<SelectionReader> = {}): {
  handlers: ReturnType<typeof sessionHandlers>;
  session: ReturnType<typeof createPlaybackSession>;
  spoken: string[];
} {
  const session = createPlaybackSession({
    clock: systemClock,
    settings: { get: () => settings, watch: () => () => undefined },
  });
  const spoken: string[] = [];
  const handlers = sessionHandlers({
    session,
    live: (text) => (offset, signal) => createFakeSource({ text }).request.open(offset, signal),
    selection: {
      selection: () => Promise.resolve(''),
      clipboard: () => Promise.resolve('From the clipboard.'),
      ...selection,
    },
    onSpoken: (text) => spoken.push(text),
  });
  return { handlers, session, spoken };
}

describe("the session's calls", () => {
  it('start a speech, with a title of its first words', async () => {
    const { handlers, session, spoken } = createScene();
    const text = `  A first\n line ${'and more '.repeat(20)}`;
    const input = { text, startOffset: 2, origin: 'quick' as const, manner: {} };
    expect(await handlers.speechStart(input, context)).toEqual({ utteranceId: 1 });
    const { utterance } = session.state();
    expect(utterance).toMatchObject({ text, startOffset: 2, origin: 'quick' });
    expect(utterance?.title).toMatch(/^A first line and more .*…$/);
    expect(utterance?.title.length).toBeLessThanOrEqual(60);
    await handlers.speechStart(
      { text: 'A preview.', startOffset: 0, origin: 'preview', manner: {} },
      context,
    );
    expect(spoken).toEqual([text]);
  });

  it('speak the clipboard, and refuse what holds no text without ending what is spoken', async () => {
    const { handlers, session } = createScene();
    expect(await handlers.speechStartClipboard({}, context)).toEqual({ utteranceId: 1 });
    await expect(handlers.speechStartSelection({}, context)).rejects.toMatchObject({
      code: 'empty-input',
      next: 'select some text and try again',
    });
    const blank = { text: 'word  \n', startOffset: 4, origin: 'speak' as const, manner: {} };
    expect(() => handlers.speechStart(blank, context)).toThrow('there is no text');
    expect(session.state()).toMatchObject({ status: 'preparing', utterance: { id: 1, origin: 'clipboard' } });
  });

  it('pass on why a selection cannot be read here', async () => {
    const error = new SottoError({ code: 'unavailable-here', message: 'a browser cannot' });
    const { handlers } = createScene({ selection: () => Promise.reject(error) });
    await expect(handlers.speechStartSelection({}, context)).rejects.toBe(error);
  });

  it('steer and watch', () => {
    const { handlers, session } = createScene();
    const statuses: string[] = [];
    const stop = handlers.speechState({}, ({ status }) => statuses.push(status));
    void handlers.speechStart({ text: 'Hello. You.', startOffset: 0, origin: 'speak', manner: {} }, context);
    void handlers.speechPause({}, context);
    void handlers.speechResume({}, context);
    void handlers.speechSeek({ to: 'next-sentence' }, context);
    void handlers.speechMute({ isMuted: true }, context);
    void handlers.speechStop({}, context);
    stop();
    void handlers.speechMute({ isMuted: false }, context);
    expect(statuses).toEqual(['idle', 'preparing', 'paused', 'preparing', 'preparing', 'preparing', 'idle']);
    expect(session.state()).toMatchObject({ isMuted: false, utterance: { startOffset: 7 } });
  });
});
