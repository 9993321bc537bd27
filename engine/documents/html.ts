import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { chaptersOfBlocks } from './blocks.js';
import { SkippedCharacters, type ReadText } from './document.js';
import { isParsable, wordsWithoutTags } from './html-guard.js';
import { blocksOfElement, type DomElement } from './html-text.js';
import { cutIntoParts } from './parts.js';

/**
 * The search for the article asks the ancestors of every paragraph for all the text in them: its time grows with the sum of all
 * depths, and faster in deep pages. News and reference pages stay below a tenth of the sum and half of the depth.
 */
const MAX_ARTICLE_DEPTH_SUM = 300_000;
const MAX_ARTICLE_DEPTH = 64;
/** An article that is so small a part of its page is a wrong guess. */
const MIN_ARTICLE_SHARE = 0.2;

const CHARSET = /<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i;
const XML_ENCODING = /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/i;

/** The encoding that a page declares for itself in its first bytes, as browsers look for it. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  return (CHARSET.exec(head) ?? XML_ENCODING.exec(head))?.[1];
}

/**
 * A web page: its article without what stands round it, or all of it where no article is found. Nothing of it is run or
 * fetched. Pictures are heard by their alternative text.
 */
export function readHtml(source: string, title: string): ReadText {
  if (!isParsable(source)) return { chapters: cutIntoParts(title, wordsWithoutTags(source)), skipped: {} };
  const skipped = new SkippedCharacters();
  const document = parsePage(source);
  const pageTitle = document.querySelector('title')?.textContent?.replace(/\s+/g, ' ').trim();
  const whole = blocksOfElement(document.documentElement);
  const wholeLength = lengthOf(whole.blocks);
  const article =
    whole.depthSum <= MAX_ARTICLE_DEPTH_SUM && whole.depth <= MAX_ARTICLE_DEPTH
      ? articleOf(document)
      : undefined;
  const blocks = article && blocksOfElement(article.element).blocks;
  const ownTitle = article?.title ?? (pageTitle === '' ? undefined : pageTitle);
  if (blocks && lengthOf(blocks) >= wholeLength * MIN_ARTICLE_SHARE) {
    skipped.add('page-furniture', wholeLength - lengthOf(blocks));
    return chaptersOfBlocks(blocks, ownTitle, title, skipped);
  }
  return chaptersOfBlocks(whole.blocks, ownTitle, title, skipped);
}

interface Page {
  readonly documentElement: DomElement;
  querySelector(selector: string): DomElement | null;
}

function parsePage(source: string): Page {
  // A fragment gets the frame that a page has; linkedom makes none by itself.
  const isPage = /<(?:html|body)[\s>]/i.test(source);
  // Its types name a browser's globals, which this project does not have.
  const window = parseHTML(
    isPage ? source : `<!doctype html><html><body>${source}</body></html>`,
  ) as unknown as { document: Page };
  return window.document;
}

function articleOf(document: Page): { element: DomElement; title: string | undefined } | undefined {
  // Its types ask for a browser's document; linkedom's has what it uses.
  type BrowserDocument = ConstructorParameters<typeof Readability>[0];
  const article = new Readability<DomElement>(document as unknown as BrowserDocument, {
    serializer: (node: unknown) => node as DomElement,
  }).parse();
  if (!article?.content) return undefined;
  const title = article.title?.trim();
  return { element: article.content, title: title === '' ? undefined : title };
}

function lengthOf(blocks: readonly { readonly text: string }[]): number {
  return blocks.reduce((sum, block) => sum + block.text.trim().length, 0);
}
