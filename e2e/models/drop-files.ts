import type { Locator, Page } from '@playwright/test';

/** Drops files of this machine onto the middle of an element, or of the window, as a file manager does. */
export async function dropFiles(page: Page, paths: readonly string[], onto?: Locator): Promise<void> {
  const box = await onto?.boundingBox();
  const { x, y } = box
    ? { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    : await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  const session = await page.context().newCDPSession(page);
  const copies = 1;
  const data = { items: [], files: [...paths], dragOperationsMask: copies };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  await session.detach();
}
