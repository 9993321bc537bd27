import type { Locator, Page } from '@playwright/test';
import { dropFiles } from './drop-files.js';

/** The files that are read aloud. An item is known by its title, which is its heading. */
export class NarrateView {
  readonly page: Page;
  readonly items: Locator;

  constructor(page: Page) {
    this.page = page;
    this.items = page.getByRole('list', { name: 'Files' }).locator('> li');
  }

  item(title: string): Locator {
    return this.items.filter({ has: this.page.getByRole('heading', { name: title, exact: true }) });
  }

  listen(title: string): Locator {
    return this.item(title).getByRole('button', { name: `Listen to ${title}`, exact: true });
  }

  /** Drops files of this machine onto the middle of the window, as a file manager does. */
  async drop(paths: readonly string[]): Promise<void> {
    await dropFiles(this.page, paths);
  }

  async pick(paths: readonly string[]): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.page.getByRole('button', { name: 'Add files…' }).click(),
    ]);
    await chooser.setFiles([...paths]);
  }
}
