import type { Locator, Page } from '@playwright/test';

export const SECTIONS = [
  'Memory',
  'Engine',
  'Sound',
  'Hotkeys',
  'Start and tray',
  'Appearance',
  'Privacy',
  'Downloads',
  'Updates',
  'Diagnostics',
  'About',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Everything that can be set, a section at a time. */
export class SettingsView {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  section(name: SectionName): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  async show(name: SectionName): Promise<Locator> {
    const sections = this.page.getByRole('navigation', { name: 'Sections' });
    await sections.getByRole('button', { name, exact: true }).click();
    await this.section(name).waitFor();
    return this.section(name);
  }

  /** Chooses in a list that opens below its field. */
  async choose(field: Locator, option: string): Promise<void> {
    await field.click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
    await this.page.getByRole('listbox').waitFor({ state: 'hidden' });
  }
}
