import type { Locator, Page } from '@playwright/test';
import { startSpeech } from './speech.js';

/**
 * The view with the text.
 *
 * - Nothing tells a screen reader of every word, so the word that is marked is found by `data-word`, not by a role.
 * - A click into the text starts there only while the speech is of exactly this text; Escape ends that.
 */
export class SpeakView {
  readonly page: Page;
  readonly text: Locator;
  readonly speak: Locator;
  readonly marked: Locator;

  constructor(page: Page) {
    this.page = page;
    this.text = page.getByRole('textbox', { name: 'Text to speak' });
    this.speak = page.getByRole('main').getByRole('button', { name: 'Speak', exact: true });
    this.marked = page.locator('[data-word]');
  }

  async speakText(text: string): Promise<void> {
    await this.text.fill(text);
    await startSpeech(this.page, () => this.speak.click());
  }

  /** Notes every word that is marked from now on. */
  async watchWords(): Promise<{ seen: () => Promise<string[]> }> {
    const record = await this.page.evaluateHandle(() => {
      const words: string[] = [];
      const note = (element: Element | null): void => {
        const word = element?.getAttribute('data-word');
        if (word != null && word !== words.at(-1)) words.push(word);
      };
      new MutationObserver((changes) => {
        for (const { target } of changes) if (target instanceof Element) note(target);
      }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-word'] });
      return words;
    });
    return { seen: () => record.jsonValue() };
  }

  /** Clicks into the middle of a word of the text, as it is laid out. */
  async clickWord(word: string): Promise<void> {
    const at = await this.text.evaluate((area: HTMLTextAreaElement, wanted) => {
      // The text lies under the area once more, laid out alike: that is where a word's place can be measured.
      const mirror = [...document.querySelectorAll('[aria-hidden]')].find(
        ({ textContent }) => textContent === area.value,
      );
      const node = mirror?.firstChild;
      if (!node) throw new Error('the text is not followed');
      const range = document.createRange();
      const start = area.value.indexOf(wanted);
      range.setStart(node, start);
      range.setEnd(node, start + wanted.length);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, word);
    await this.page.mouse.click(at.x, at.y);
  }
}
