import { describe, expect, it } from 'vitest';
import { createManualClock } from '../engine/shared/clock.js';
import { pressCopyKeys } from './copy-keys.js';
import { createCopyingSelectionReader, createPrimarySelectionReader } from './selection.js';
import {
  asElectron,
  createFakeElectron,
  FakeClipboardItem,
  type FakeElectron,
} from './testing/fake-electron.js';

const RICH = {
  'text/plain': 'from before',
  'text/html': '<b>from before</b>',
  'electron application/osclipboard;format="com.example.private"': 'bytes',
};

function readerOf(
  pressed: (fake: FakeElectron) => void | Promise<void>,
  held: Record<string, string>[] = [RICH],
) {
  const fake = createFakeElectron();
  fake.clipboard.items = held.map((payloads) => new FakeClipboardItem(payloads));
  const clock = createManualClock();
  const reader = createCopyingSelectionReader({
    electron: asElectron(fake),
    clock,
    pressCopyKeys: async () => pressed(fake),
  });
  const kept = (): unknown => fake.clipboard.items.map(({ payloads }) => payloads);
  return { fake, clock, reader, kept };
}

const copies =
  (text: string) =>
  ({ clipboard }: FakeElectron): void => {
    clipboard.items = [new FakeClipboardItem({ 'text/plain': text })];
  };

describe('the selection, read through the clipboard', () => {
  it('is what the front application copies; what was there is put back in every format', async () => {
    const { reader, kept } = readerOf(copies('selected'));
    expect(await reader.selection()).toBe('selected');
    expect(kept()).toEqual([RICH]);
  });

  it('is told from nothing even where it equals what was there', async () => {
    const { reader } = readerOf(copies('from before'));
    expect(await reader.selection()).toBe('from before');
  });

  it('is waited for, a bounded number of times', async () => {
    const slow = readerOf(({ clipboard }) => {
      slow.clock.after(100, () => (clipboard.items = [new FakeClipboardItem({ 'text/plain': 'late' })]));
    });
    const text = slow.reader.selection();
    await slow.clock.advance(200);
    expect(await text).toBe('late');

    const none = readerOf(() => undefined);
    const nothing = none.reader.selection();
    await none.clock.advance(1000);
    expect(await nothing).toBe('');
    expect(none.kept()).toEqual([RICH]);
  });

  it('leaves the clipboard as it was when the keys cannot be pressed', async () => {
    const { reader, kept } = readerOf(() => Promise.reject(new Error('not allowed')));
    await expect(reader.selection()).rejects.toMatchObject({
      code: 'unavailable-here',
      message: 'the selection could not be read: not allowed',
    });
    expect(kept()).toEqual([RICH]);
  });

  it('leaves an empty clipboard empty', async () => {
    const { reader, kept } = readerOf(copies('selected'), []);
    expect(await reader.selection()).toBe('selected');
    expect(kept()).toEqual([]);
  });

  it('leaves formats out that nobody hands out any more, but touches nothing when none can be kept', async () => {
    const { fake, reader, kept } = readerOf(copies('selected'));
    const [item] = fake.clipboard.items;
    item?.types.push('gone');
    expect(await reader.selection()).toBe('selected');
    expect(kept()).toEqual([RICH]);

    const lost = readerOf(copies('selected'), [{}]);
    lost.fake.clipboard.items[0]?.types.push('gone');
    await expect(lost.reader.selection()).rejects.toMatchObject({ code: 'unavailable-here' });
    expect(lost.fake.clipboard.items[0]?.types).toEqual(['gone']);
  });

  it('is read one at a time', async () => {
    let count = 0;
    const { reader, kept } = readerOf((fake) => {
      copies(`selection ${++count}`)(fake);
    });
    expect(await Promise.all([reader.selection(), reader.selection()])).toEqual([
      'selection 1',
      'selection 2',
    ]);
    expect(kept()).toEqual([RICH]);
  });
});

describe('on Linux', () => {
  it('the selection is there to be read', async () => {
    const fake = createFakeElectron();
    fake.clipboard.items = [new FakeClipboardItem({ 'text/plain': 'copied' })];
    const reader = createPrimarySelectionReader(asElectron(fake));
    expect(await reader.selection()).toBe('the selection');
    expect(await reader.clipboard()).toBe('copied');
  });
});

describe('the copy keys', () => {
  it('are pressed by a program of the system, without quoting', async () => {
    const runs: (readonly string[])[] = [];
    const run = (program: string, args: readonly string[]): Promise<void> => {
      runs.push([program, ...args]);
      return Promise.resolve();
    };
    await pressCopyKeys('darwin', run);
    await pressCopyKeys('win32', run);
    expect(runs[0]?.slice(0, 4)).toEqual(['osascript', '-l', 'JavaScript', '-e']);
    expect(runs[0]?.at(-1)).toContain("keystroke('c', { using: 'command down' })");
    expect(runs[1]?.[0]).toBe('powershell.exe');
    expect(Buffer.from(runs[1]?.at(-1) ?? '', 'base64').toString('utf16le')).toContain("SendWait('^c')");
  });
});
