import { expect, type Locator, type Page } from '@playwright/test';

/** Who can speak, and how. The panel with the style is also beside the text in the Speak view. */
export class VoicesView {
  readonly page: Page;
  readonly list: Locator;
  readonly style: Locator;
  readonly mixDialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole('list', { name: 'Voices' });
    this.style = page.getByRole('region', { name: 'Style' });
    this.mixDialog = page.getByRole('dialog', { name: 'Mix voices' });
  }

  voice(name: string): Locator {
    return this.list.getByRole('button', { name: `Speak with ${name}`, exact: true });
  }

  async choose(name: string): Promise<void> {
    await this.voice(name).click();
    await expect(this.voice(name)).toHaveAttribute('aria-pressed', 'true');
  }

  async chooseStyle(name: string): Promise<void> {
    // The radio itself is hidden below its label, which takes the click.
    await this.style.getByText(name, { exact: true }).click();
    await expect(this.style.getByRole('radio', { name })).toBeChecked();
  }

  /** @param key of a slider: `End` for its highest value */
  async slide(name: string, key: string): Promise<void> {
    await this.style.getByRole('slider', { name }).press(key);
  }

  /** Mixes the chosen voice with the next one, half and half, and saves it, which chooses it. */
  async saveMix(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Mix voices…' }).click();
    await this.mixDialog.getByRole('textbox', { name: 'Name of the mix' }).fill(name);
    await this.mixDialog.getByRole('button', { name: 'Save mix' }).click();
    await this.mixDialog.waitFor({ state: 'hidden' });
    await expect(this.voice(name)).toHaveAttribute('aria-pressed', 'true');
  }
}
