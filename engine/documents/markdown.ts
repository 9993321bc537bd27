import { Lexer, type Token } from 'marked';
import { chaptersOfBlocks, type Block } from './blocks.js';
import { isVisible, SkippedCharacters, type ReadText } from './document.js';
import { readPlainText } from './txt.js';

const FRONT_MATTER = /^(---|\+\+\+)[ \t]*\n([\s\S]{0,65536}?\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)/;
const FRONT_MATTER_FIELD = /^[A-Za-z][\w-]*[ \t]*[:=]/m;
const FRONT_MATTER_TITLE = /^title[ \t]*[:=][ \t]*(.+)$/im;
/** The marks that open lists and quotations on a line. Beyond this they are noise, and time grows with their square. */
const DEEPEST_NESTING = /^[\s>*+-]{200}/m;
const HTML_TAGS = /<!--[\s\S]*?(?:-->|$)|<[^<>]*>/g;

/**
 * Markdown. Its marks stay in the text, because the text front end reads them (emphasis, links, lists, tables). Front matter,
 * blocks of code and HTML without words in it are left out and counted.
 */
export function readMarkdown(source: string, title: string): ReadText {
  const text = source.replace(/\r\n?/g, '\n');
  const skipped = new SkippedCharacters();
  const frontMatter = frontMatterOf(text);
  skipped.add('front-matter', frontMatter.length);
  const body = text.slice(frontMatter.length);
  if (DEEPEST_NESTING.test(body)) return readPlainText(source, title);
  const blocks = new Lexer({ gfm: true }).blockTokens(body, []).flatMap((token) => blockOf(token, skipped));
  return chaptersOfBlocks(blocks, titleIn(frontMatter), title, skipped);
}

function frontMatterOf(text: string): string {
  const match = FRONT_MATTER.exec(text);
  return match && FRONT_MATTER_FIELD.test(match[2] ?? '') ? match[0] : '';
}

function titleIn(frontMatter: string): string | undefined {
  const value = FRONT_MATTER_TITLE.exec(frontMatter)?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  return value === undefined || value === '' ? undefined : value;
}

function blockOf(token: Token, skipped: SkippedCharacters): Block[] {
  const { raw } = token;
  switch (token.type) {
    case 'code':
      skipped.add('code-block', raw.length);
      // What stood on either side of the code must not run together.
      return [{ text: '\n\n' }];
    case 'html':
      if (isVisible(raw.replace(HTML_TAGS, ''))) return [{ text: raw }];
      skipped.add('html', raw.length);
      return [{ text: '\n\n' }];
    case 'heading':
      return [{ text: raw, heading: { depth: Number(token.depth), title: plainTitle(String(token.text)) } }];
    default:
      return [{ text: raw }];
  }
}

/** A heading's words without the marks in it. */
function plainTitle(source: string): string {
  return source
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])/g, '$1')
    .replace(HTML_TAGS, '')
    .replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, '')
    .replace(/\\(?=[\\`*_{}[\]()#+.!-])/g, '')
    .trim();
}
