import type { Locator, Page } from '@playwright/test';

export type ViewName = 'Speak' | 'Voices' | 'Models' | 'Phrases' | 'Narrate' | 'Settings';

/** What is around every view. */
export class AppWindow {
  readonly page: Page;
  readonly navigation: Locator;
  readonly notifications: Locator;

  constructor(page: Page) {
    this.page = page;
    this.navigation = page.getByRole('navigation', { name: 'Views' });
    this.notifications = page.getByRole('region', { name: 'Notifications' });
  }

  async show(view: ViewName): Promise<void> {
    await this.navigation.getByRole('button', { name: view }).click();
    await this.page.getByRole('heading', { level: 1, name: view }).waitFor();
  }
}
