import type { Locator, Page } from '@playwright/test';

/** The library of phrases. A tile's button is named "Speak …"; its state is text for screen readers below it. */
export class PhrasesView {
  readonly page: Page;
  readonly tiles: Locator;
  readonly editor: Locator;

  constructor(page: Page) {
    this.page = page;
    this.tiles = page.getByRole('list', { name: 'Phrases' }).getByRole('listitem');
    this.editor = page.getByRole('dialog', { name: /phrase$/ });
  }

  tile(name: string): Locator {
    return this.tiles.filter({ has: this.speakButton(name) });
  }

  speakButton(name: string): Locator {
    return this.page.getByRole('button', { name: `Speak ${name}`, exact: true });
  }

  /** The names of the tiles, in order. */
  names(): Promise<string[]> {
    return this.tiles.evaluateAll((items) =>
      items.map((item) => item.querySelector('[data-phrase]')?.textContent ?? ''),
    );
  }

  /** Adds a group, which is shown then. A new library has phrases of its own in others. */
  async addGroup(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New group' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New group' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await this.page.getByRole('tab', { name, selected: true }).waitFor();
  }

  /** @param fill does what there is to do in the editor beside the text */
  async add(text: string, fill: (editor: Locator) => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.page.getByRole('button', { name: 'New phrase' }).click();
    await this.editor.getByRole('textbox', { name: 'Text', exact: true }).fill(text);
    await fill(this.editor);
    await this.editor.getByRole('button', { name: 'Save' }).click();
    await this.editor.waitFor({ state: 'hidden' });
  }

  async chooseInMenu(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}
