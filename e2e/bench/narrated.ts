import type { Page } from '@playwright/test';
import { valueOf } from '../../engine/shared/outcome.js';
import { callHost, stateOf } from '../host-calls.js';

/** Hands a text file over to be narrated, and waits until it was read. @returns the item's id */
export async function addNarration(page: Page, fileName: string, text: string): Promise<string> {
  const sent = await page.evaluate(
    (file) => window.sotto.sendFiles([new File([file.text], file.fileName, { type: 'text/plain' })]),
    { fileName, text },
  );
  const fileIds = valueOf(sent).map(({ fileId }) => fileId);
  const { itemIds } = await callHost(page, 'narrationAdd', { fileIds });
  for (;;) {
    const { items } = await stateOf(page, 'narrationWatch');
    const item = items.find(({ id }) => id === itemIds[0]);
    if (item?.error) throw new Error(item.error.message);
    if (item && item.state !== 'reading') return item.id;
  }
}
