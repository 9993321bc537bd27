import { expect, type Locator, type Page } from '@playwright/test';

/** Models that are installed, on their way, and to be had. */
export class ModelsView {
  readonly page: Page;
  readonly installed: Locator;
  readonly catalogue: Locator;
  readonly tasks: Locator;

  constructor(page: Page) {
    this.page = page;
    this.installed = page.getByRole('list', { name: 'Installed' }).locator('> li');
    this.catalogue = page.getByRole('list', { name: 'Available' }).locator('> li');
    this.tasks = page.getByRole('list', { name: 'Downloads and imports' }).locator('> li');
  }

  /** An installed model by its name. */
  model(name: string): Locator {
    return this.installed.filter({ hasText: name });
  }

  /** A download or an import by what it is called. */
  task(name: string): Locator {
    return this.tasks.filter({ has: this.page.getByRole('heading', { name }) });
  }

  async importPath(path: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Import from a path…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Import from a path' });
    await dialog.getByRole('textbox', { name: 'Folder or zip on this machine' }).fill(path);
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Accepts the licence of a model of the catalogue, which begins its download. */
  async get(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Get ${name}…`, exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: `Get ${name}` });
    await dialog.getByRole('button', { name: /^Accept .+ and download/ }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async remove(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Remove ${name}…` }).click();
    await this.page
      .getByRole('dialog', { name: `Remove “${name}”?` })
      .getByRole('button', { name: 'Remove', exact: true })
      .click();
    await expect(this.model(name)).toHaveCount(0);
  }
}
