import type { ClipboardItem } from 'electron';
import type { SelectionReader } from '../engine/services/session/handlers.js';
import { delay, type Clock } from '../engine/shared/clock.js';
import { SottoError } from '../engine/shared/errors.js';
import type { ElectronPart } from './electron-api.js';

/** Looks at the clipboard after the copy keys, and the time between two of them: together 0.6 s for a slow application. */
const MAX_CHECKS = 30;
const CHECK_INTERVAL_MS = 20;

/** Linux keeps the selection ready for whoever asks. */
export function createPrimarySelectionReader(electron: ElectronPart<'clipboard'>): SelectionReader {
  const { clipboard } = electron;
  return { selection: () => clipboard.selection.readText(), clipboard: () => clipboard.readText() };
}

/**
 * Elsewhere the front application is made to copy. What the clipboard held, in every format, is saved before and put back
 * after, whatever happens in between.
 * @param pressCopyKeys resolves once the keys were sent
 */
export function createCopyingSelectionReader(options: {
  readonly electron: ElectronPart<'clipboard' | 'ClipboardItem'>;
  readonly clock: Clock;
  readonly pressCopyKeys: () => Promise<void>;
}): SelectionReader {
  const { electron, clock, pressCopyKeys } = options;
  const { clipboard } = electron;

  async function copySelection(): Promise<string> {
    const saved = await savedItems();
    try {
      // Emptied first: only so a copy of what it held already can be told from no copy at all.
      clipboard.clear();
      await pressCopyKeys();
      for (let count = 0; count < MAX_CHECKS; count++) {
        if ((await clipboard.read()).some(({ types }) => types.length > 0)) return await clipboard.readText();
        await delay(clock, CHECK_INTERVAL_MS);
      }
      return '';
    } finally {
      if (saved.length === 0) clipboard.clear();
      else await clipboard.write(saved);
    }
  }

  /** @throws when the clipboard holds something and nothing of it can be read: it could not be put back */
  async function savedItems(): Promise<ClipboardItem[]> {
    const saved: ClipboardItem[] = [];
    for (const item of await clipboard.read()) {
      if (item.types.length === 0) continue;
      const entries = await Promise.allSettled(
        item.types.map(async (type) => [type, await item.getType(type)] as const),
      );
      // A format that its owner does not hand out any more could not be pasted either.
      const readable = entries.flatMap((entry) => (entry.status === 'fulfilled' ? [entry.value] : []));
      if (readable.length === 0) throw new Error('the clipboard holds what cannot be put back');
      saved.push(new electron.ClipboardItem(Object.fromEntries(readable)));
    }
    return saved;
  }

  /** Two at a time would save what the other one copied. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    selection() {
      const copy = last.then(copySelection).catch((thrown: unknown) => {
        throw unreadable(thrown);
      });
      last = copy.catch(() => undefined);
      return copy;
    },
    clipboard: () => clipboard.readText(),
  };
}

function unreadable(cause: unknown): SottoError {
  return new SottoError(
    {
      code: 'unavailable-here',
      message: `the selection could not be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: 'allow Sotto to control the keyboard in the system’s privacy settings, or copy the text and speak the clipboard',
    },
    { cause },
  );
}
