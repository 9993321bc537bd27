import type { SpokenWord } from '../../speech/index.js';
import type { Line } from './follow-scroll.js';
import styles from './spoken-text.module.css';

/** Draws boxes behind a word of a text: one, or one a line where the word is broken. */
export class WordMarker {
  readonly #range = document.createRange();
  #marks: HTMLElement | undefined;
  #text: Text | undefined;
  #word: SpokenWord | undefined;

  /** @param marks takes the boxes; it has the same origin as `mirror`, which holds the text and nothing else */
  attach(marks: HTMLElement, mirror: HTMLElement): void {
    this.#marks = marks;
    this.#text = mirror.firstChild instanceof Text ? mirror.firstChild : undefined;
    this.#word = undefined;
  }

  clear(): void {
    this.#word = undefined;
    this.#marks?.replaceChildren();
    this.#marks?.removeAttribute('data-word');
  }

  /** @returns where the word stands, when it is another one than before */
  show(word: SpokenWord | undefined): Line | undefined {
    if (word === this.#word) return undefined;
    if (word === undefined || !this.#text || word.end > this.#text.length) {
      this.clear();
      return undefined;
    }
    this.#word = word;
    return this.layOut();
  }

  /** Measures anew: the text has another width. */
  layOut(): Line | undefined {
    if (!this.#word || !this.#text || !this.#marks) return undefined;
    this.#range.setStart(this.#text, this.#word.start);
    this.#range.setEnd(this.#text, this.#word.end);
    const origin = this.#marks.getBoundingClientRect();
    const boxes = [...this.#range.getClientRects()].filter((box) => box.width > 0);
    this.#place(boxes.map((box) => new DOMRect(box.x - origin.x, box.y - origin.y, box.width, box.height)));
    this.#marks.dataset.word = this.#range.toString();
    const [first] = boxes;
    const last = boxes.at(-1);
    return first && last && { top: first.top - origin.top, bottom: last.bottom - origin.top };
  }

  #place(boxes: readonly DOMRect[]): void {
    const marks = this.#marks;
    if (!marks) return;
    while (marks.children.length > boxes.length) marks.lastChild?.remove();
    boxes.forEach((box, index) => {
      const existing = marks.children[index];
      const mark = existing instanceof HTMLElement ? existing : document.createElement('div');
      mark.className = styles.mark ?? '';
      mark.style.transform = `translate(${box.x}px, ${box.y}px)`;
      mark.style.width = `${box.width}px`;
      mark.style.height = `${box.height}px`;
      if (!existing) marks.append(mark);
    });
  }
}
