import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Draft, withPlainLineEnds, type DraftHost } from './draft.js';

function hostWith(text: string): DraftHost & { readonly saved: string[]; isBroken: boolean } {
  const saved: string[] = [];
  return {
    saved,
    isBroken: false,
    load: () => Promise.resolve(text),
    save(next) {
      if (this.isBroken) return Promise.reject(new Error('gone'));
      saved.push(next);
      return Promise.resolve();
    },
  };
}

describe('Draft', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('has what the host kept, with one kind of line end', async () => {
    const draft = new Draft();
    draft.connect(hostWith('one\r\ntwo'));
    await vi.runAllTimersAsync();
    expect(draft.text).toBe('one\ntwo');
  });

  it('saves once after a pause in typing', async () => {
    const host = hostWith('');
    const draft = new Draft();
    draft.connect(host);
    await vi.runAllTimersAsync();
    draft.edit('h');
    draft.edit('he');
    expect(host.saved).toEqual([]);
    await vi.runAllTimersAsync();
    expect(host.saved).toEqual(['he']);
  });

  it('does not lose what is typed before the host has answered', async () => {
    const host = hostWith('old');
    const draft = new Draft();
    draft.connect(host);
    draft.edit('new');
    await vi.runAllTimersAsync();
    expect(draft.text).toBe('new');
    expect(host.saved).toEqual(['new']);
  });

  it('saves at once when the page goes away, and only what is not saved', () => {
    const host = hostWith('');
    const draft = new Draft();
    draft.connect(host);
    draft.edit('bye');
    draft.flush();
    expect(host.saved).toEqual(['bye']);
  });

  it('brings to the next host what the last one did not take', async () => {
    const gone = hostWith('');
    const draft = new Draft();
    draft.connect(gone);
    await vi.runAllTimersAsync();
    gone.isBroken = true;
    draft.edit('kept');
    await vi.runAllTimersAsync();
    const back = hostWith('older');
    draft.connect(back);
    await vi.runAllTimersAsync();
    expect(draft.text).toBe('kept');
    expect(back.saved).toEqual(['kept']);
  });
});

describe('withPlainLineEnds', () => {
  it('turns every line end into one character', () => {
    expect(withPlainLineEnds('a\r\nb\rc\nd')).toBe('a\nb\nc\nd');
  });
});
