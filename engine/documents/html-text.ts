import type { Block } from './blocks.js';

/** What of a parsed page is read here. */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
}

export interface DomElement extends DomNode {
  getAttribute(name: string): string | null;
}

const ELEMENT = 1;
const TEXT = 3;

/** Never seen by a reader of the page. */
const SILENT = new Set([
  ...[
    'SCRIPT',
    'STYLE',
    'NOSCRIPT',
    'TEMPLATE',
    'HEAD',
    'TITLE',
    'IFRAME',
    'OBJECT',
    'SVG',
    'MATH',
    'CANVAS',
  ],
  ...['AUDIO', 'VIDEO', 'SELECT', 'BUTTON', 'INPUT', 'TEXTAREA', 'DATALIST', 'RP', 'RT'],
]);

const BLOCKS = new Set([
  ...[
    'ADDRESS',
    'ARTICLE',
    'ASIDE',
    'BLOCKQUOTE',
    'BODY',
    'CAPTION',
    'DD',
    'DETAILS',
    'DIALOG',
    'DIV',
    'DL',
    'DT',
  ],
  ...[
    'FIELDSET',
    'FIGCAPTION',
    'FIGURE',
    'FOOTER',
    'FORM',
    'H1',
    'H2',
    'H3',
    'H4',
    'H5',
    'H6',
    'HEADER',
    'HR',
  ],
  ...[
    'HTML',
    'LI',
    'MAIN',
    'NAV',
    'OL',
    'P',
    'PRE',
    'SECTION',
    'SUMMARY',
    'TABLE',
    'TBODY',
    'TFOOT',
    'THEAD',
    'TR',
    'UL',
  ],
]);

const HEADING = /^H([1-6])$/;

export interface PageText {
  readonly blocks: readonly Block[];
  /** Of all elements, each counted from the root. */
  readonly depthSum: number;
  /** Of the deepest element. */
  readonly depth: number;
}

/**
 * The text of an element and all in it, block by block as a browser would set it. It walks without recursion, because pages can
 * be nested without bound.
 */
export function blocksOfElement(root: DomElement): PageText {
  const writer = new BlockWriter();
  let depthSum = 0;
  let depth = 0;
  const open: { node: DomElement; next: DomNode | null }[] = [];
  const enter = (node: DomElement): void => {
    writer.open(node);
    open.push({ node, next: node.firstChild });
    depthSum += open.length;
    depth = Math.max(depth, open.length);
  };
  enter(root);
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const child = top.next;
    if (child === null) {
      writer.close(top.node);
      open.pop();
      continue;
    }
    top.next = child.nextSibling;
    if (child.nodeType === TEXT) writer.text(child.textContent ?? '');
    else if (child.nodeType === ELEMENT && isShown(child as DomElement)) enter(child as DomElement);
  }
  return { blocks: writer.end(), depthSum, depth };
}

function isShown(element: DomElement): boolean {
  if (SILENT.has(element.nodeName.toUpperCase()) || element.getAttribute('hidden') !== null) return false;
  return !/display\s*:\s*none/i.test(element.getAttribute('style') ?? '');
}

/** Collects words into blocks. */
class BlockWriter {
  readonly #blocks: Block[] = [];
  #words = '';
  #heading: number | undefined;
  #preDepth = 0;
  #isInRow = false;
  #lists: { isOrdered: boolean; count: number }[] = [];

  open(element: DomElement): void {
    const name = element.nodeName.toUpperCase();
    if (BLOCKS.has(name)) this.#endBlock();
    if (name === 'UL' || name === 'OL') this.#lists.push({ isOrdered: name === 'OL', count: 0 });
    else if (name === 'LI') this.#words = this.#bullet();
    else if (name === 'PRE') this.#preDepth++;
    else if (name === 'TR') this.#isInRow = true;
    else if ((name === 'TD' || name === 'TH') && this.#isInRow)
      this.#words += this.#words === '' ? '| ' : ' | ';
    else if (name === 'BR') this.#words += '\n';
    else if (name === 'IMG') this.text(` ${element.getAttribute('alt') ?? ''} `);
    else if (HEADING.test(name)) this.#heading = Number(name[1]);
  }

  close(element: DomElement): void {
    const name = element.nodeName.toUpperCase();
    if (name === 'TR' && this.#words !== '') this.#words += ' |';
    if (BLOCKS.has(name)) this.#endBlock();
    if (name === 'UL' || name === 'OL') this.#lists.pop();
    else if (name === 'PRE') this.#preDepth--;
    else if (name === 'TR') this.#isInRow = false;
    else if (HEADING.test(name)) this.#heading = undefined;
  }

  text(text: string): void {
    this.#words += this.#preDepth > 0 ? text : text.replace(/\s+/g, ' ');
  }

  end(): Block[] {
    this.#endBlock();
    return this.#blocks;
  }

  #bullet(): string {
    const list = this.#lists.at(-1);
    if (!list?.isOrdered) return '- ';
    list.count++;
    return `${list.count}. `;
  }

  #endBlock(): void {
    // A row goes on over the blocks in its cells.
    if (this.#isInRow) {
      this.#words = this.#words.replace(/\s*\n\s*/g, ' ');
      return;
    }
    const words = tidy(this.#words);
    this.#words = '';
    if (/^(?:[-|\s]|\d+\.)*$/.test(words)) return;
    const text = `${words}\n\n`;
    if (this.#heading === undefined) this.#blocks.push({ text });
    else this.#blocks.push({ text, heading: { depth: this.#heading, title: words.replace(/\s+/g, ' ') } });
  }
}

function tidy(words: string): string {
  return words
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
