import type { Locator, Page } from '@playwright/test';

/** The bar below every view. Its buttons are also the way to know how the speech stands. */
export class Transport {
  readonly bar: Locator;
  readonly play: Locator;
  readonly pause: Locator;
  readonly stop: Locator;
  readonly replay: Locator;
  readonly previousSentence: Locator;
  readonly nextSentence: Locator;
  readonly position: Locator;
  readonly firstSound: Locator;

  constructor(page: Page) {
    this.bar = page.getByRole('contentinfo', { name: 'Playback' });
    const button = (name: string): Locator => this.bar.getByRole('button', { name, exact: true });
    this.play = button('Play');
    this.pause = button('Pause');
    this.stop = button('Stop');
    this.replay = button('From the start');
    this.previousSentence = button('Previous sentence');
    this.nextSentence = button('Next sentence');
    this.position = this.bar.getByRole('slider', { name: 'Position in the speech' });
    this.firstSound = this.bar.getByText(/\d+ ms to first sound/);
  }
}
