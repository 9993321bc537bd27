import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../shared/errors.js';
import type { Document } from './document.js';
import { documentOf, MAX_DOCUMENT_BYTES, readDocument } from './read-document.js';

const bytes = (text: string) => Buffer.from(text);
const read = (text: string, name = 'a.txt'): Document => documentOf(bytes(text), name);
const titles = (document: Document) => document.chapters.map(({ title }) => title);
const texts = (document: Document) => document.chapters.map(({ text }) => text.trim());
const utf16 = (text: string, isBig: boolean) => {
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBig ? little.swap16() : little;
};

describe('encodings', () => {
  it.each([
    ['UTF-8', bytes('Grüße, 你好')],
    ['UTF-8 with a mark', bytes('\ufeffGrüße, 你好')],
    ['UTF-16, little endian', utf16('Grüße, 你好', false)],
    ['UTF-16, big endian', utf16('Grüße, 你好', true)],
  ])('%s', (_name, content) => {
    expect(texts(documentOf(content, 'a.txt'))).toEqual(['Grüße, 你好']);
  });

  it('GB18030 by its pairs of high bytes', () => {
    const content = Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7, 0xa1, 0xa3]);
    expect(texts(documentOf(content, 'a.txt'))).toEqual(['你好，世界。']);
  });

  it('Windows-1252 by its single ones', () => {
    const content = Buffer.from('Caf\u00e9 \u0093d\u00e9j\u00e0 vu\u0094, na\u00efve', 'latin1');
    expect(texts(documentOf(content, 'a.txt'))).toEqual(['Café “déjà vu”, naïve']);
  });

  it('a page by what it declares', () => {
    const page = '<html><head><meta charset="windows-1251"></head><body><p>';
    const content = Buffer.concat([Buffer.from(page), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])]);
    expect(texts(documentOf(content, 'a.html'))).toEqual(['Привет']);
  });
});

describe('refusals', () => {
  it.each([
    [
      'a program',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]),
      'a.txt',
      'binary-input',
      /not a text/,
    ],
    [
      'noise without a zero',
      Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 0x80, 0x90]),
      'a.txt',
      'binary-input',
      /not a text/,
    ],
    ['a PDF', bytes('%PDF-1.7\n'), 'a.pdf', 'unsupported-document', /PDF/],
    ['a PDF with a wrong name', bytes('%PDF-1.7\n'), 'a.txt', 'unsupported-document', /PDF/],
    ['a book', bytes('PK\u0003\u0004xxxx'), 'a.epub', 'unsupported-document', /EPUB/],
    ['nothing', bytes(''), 'a.txt', 'empty-input', /nothing to read/],
    ['blank lines', bytes(' \n\u200b\n'), 'a.md', 'empty-input', /nothing to read/],
    ['a page without words', bytes('<html><script>1</script></html>'), 'a.html', 'empty-input', /nothing/],
    ['subtitles without a cue', bytes('only words'), 'a.srt', 'document-broken', /no subtitle/],
    ['too much', Buffer.alloc(MAX_DOCUMENT_BYTES + 1, 97), 'a.txt', 'too-large', /larger than 32.0 MB/],
    ['a page of too much', Buffer.alloc(9_000_000, '<p>a'), 'a.html', 'too-large', /larger than 8.0 MB/],
  ])('%s', (_name, content, name, code, words) => {
    const reading = (): unknown => documentOf(content, name);
    expect(reading).toThrow(SottoError);
    expect(reading).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) as string }),
    );
  });

  it('says what is wrong on the disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sotto-documents-'));
    await mkdir(join(folder, 'folder.txt'));
    await writeFile(join(folder, 'a.txt'), 'Words.');
    expect((await readDocument(join(folder, 'a.txt'))).title).toBe('a');
    await expect(readDocument(join(folder, 'folder.txt'))).rejects.toMatchObject({
      code: 'unsupported-document',
      message: 'folder.txt is a folder',
    });
    await expect(readDocument(join(folder, 'none.txt'))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/not there any more/) as string,
    });
    await rm(folder, { recursive: true });
  });
});

describe('the content decides where it is plain to see', () => {
  it.each([
    ['a page named as text', '<!DOCTYPE html><p>Word</p>', 'a.txt', 'Word'],
    ['subtitles named as text', '1\n00:00:01,000 --> 00:00:02,000\nWord\n', 'a.txt', 'Word'],
    ['text named as a page', 'Just < words', 'a.html', 'Just < words'],
    ['text of an unknown name', 'Word', 'README', 'Word'],
  ])('%s', (_name, content, name, expected) => {
    expect(texts(read(content, name))).toEqual([expected]);
  });
});

describe('whatever comes', () => {
  const name = fc.constantFrom('a.txt', 'a.md', 'a.html', 'a.srt', 'a.vtt', 'a');
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      ...[
        '\n',
        '\n\n',
        '# T\n',
        'Chapter 1\n\n',
        '第一章\n',
        '===\n',
        '<p>',
        '</div>',
        '<h2>',
        '<!--',
        '```\n',
        '- ',
      ],
      ...[
        '00:00:01,000 --> 00:00:02,000\n',
        '1\n',
        'WEBVTT\n\n',
        '---\n',
        '| a |',
        '&amp;',
        '<b',
        '[^1]: x\n',
        'I\n\n',
      ],
    ),
  );
  const content = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('gives a document or a coded error', () => {
    const either = fc.oneof(
      content.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
    );
    fc.assert(
      fc.property(either, name, (body, fileName) => {
        try {
          const { chapters } = documentOf(body, fileName);
          expect(chapters.length).toBeGreaterThan(0);
          let offset = 0;
          for (const chapter of chapters) {
            expect(chapter.startOffset).toBe(offset);
            expect(chapter.text.trim()).not.toBe('');
            offset += chapter.text.length;
          }
        } catch (thrown) {
          if (!(thrown instanceof SottoError)) throw thrown;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('has every character of a text in exactly one chapter', () => {
    fc.assert(
      fc.property(content, (text) => {
        let document: Document;
        try {
          document = read(`x${text}`, 'a.unknown');
        } catch (thrown) {
          if (thrown instanceof SottoError) return;
          throw thrown;
        }
        const decoded = new TextDecoder().decode(bytes(`x${text}`));
        expect(document.chapters.map((chapter) => chapter.text).join('')).toBe(decoded);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['deep', '<div>'.repeat(1_500_000), 'a.html'],
    ['scripts', '<script>'.repeat(500_000), 'a.html'],
    ['deep, under the limit', `${'<div>'.repeat(190)}words${'</div>'.repeat(190)}`.repeat(100), 'a.html'],
    ['deep, just under the limit', `${'<div>'.repeat(60)}words${'</div>'.repeat(60)}`.repeat(150), 'a.html'],
    ['many', '<p>Some words, and <b>some</b> more of them.</p>\n'.repeat(60_000), 'a.html'],
    ['deep and closed', `${'<b>'.repeat(20_000)}x${'</b>'.repeat(20_000)}`, 'a.html'],
    ['angles', '<'.repeat(8_000_000), 'a.html'],
    ['tables', '<table><tr><td>'.repeat(500_000), 'a.html'],
    ['comments', '<!--'.repeat(2_000_000), 'a.html'],
    ['quotations', `${'>'.repeat(50_000)}x`, 'a.md'],
    [
      'nested lists',
      Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n'),
      'a.md',
    ],
    ['brackets', '['.repeat(300_000), 'a.md'],
    ['one line', 'a '.repeat(500_000), 'a.txt'],
    ['cues', '1\n00:00:01,000 --> 00:00:02,000\n'.repeat(30_000), 'a.srt'],
  ])('ends soon for hostile %s', (_name, text, fileName) => {
    const startedMs = performance.now();
    try {
      read(fileName === 'a.html' ? `<html><body>x${text}` : `x${text}`, fileName);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(SottoError);
    }
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
});

describe('plain text', () => {
  it.each([
    ['numbered chapters', 'Chapter 1\n\nOne.\n\nChapter 2\n\nTwo.\n', ['Chapter 1', 'Chapter 2']],
    ['roman numerals', 'CHAPTER I.\nThe start\n\nOne.\n\nCHAPTER II.\n\nTwo.', ['CHAPTER I.', 'CHAPTER II.']],
    [
      'words for numbers',
      'Chapter One: A Day\n\nOne.\n\nChapter Two\n\nTwo.',
      ['Chapter One: A Day', 'Chapter Two'],
    ],
    ['numerals alone', 'I\n\nOne.\n\nII\n\nTwo.', ['I', 'II']],
    ['Chinese', '第一章 开始\n　　你好。\n第二章\n　　再见。', ['第一章 开始', '第二章']],
    ['a preface', 'A word before.\n\n第1回　雨\n下雨了。', ['a', '第1回　雨']],
    ['underlined', 'First\n=====\n\nOne.\n\nSecond\n------\nTwo.', ['First', 'Second']],
    [
      'a part above a chapter',
      'PART ONE\n\nChapter 1\n\nOne.\n\nChapter 2\n\nTwo.',
      ['PART ONE · Chapter 1', 'Chapter 2'],
    ],
    ['prologue', 'Prologue\n\nBefore.\n\nChapter 1\n\nOne.', ['Prologue', 'Chapter 1']],
    ['a sentence that begins like one', 'Chapter 1 was hard, and long,\nhe said.\n', ['a']],
    ['a pronoun alone', 'Who?\n\nI\n\nYou.', ['a']],
    ['第 in a sentence', '他说：\n第一章很难，我不喜欢。\n好。', ['a']],
    [
      'a table of contents',
      'Contents\n\nChapter 1\nChapter 2\nChapter 3\n\nChapter 1\n\nOne.\n\nChapter 2\n\nTwo.',
      ['Contents', 'Chapter 1', 'Chapter 2'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(titles(read(text))).toEqual(expected);
  });

  it('cuts what has no headings into parts of about twenty minutes at the ends of paragraphs', () => {
    const paragraph = `${'Some words make a sentence. '.repeat(20).trim()}\n\n`;
    const document = read(paragraph.repeat(200));
    expect(titles(document).slice(0, 2)).toEqual(['a (1)', 'a (2)']);
    expect(document.chapters.length).toBeGreaterThan(3);
    for (const { text } of document.chapters) expect(text).toMatch(/^Some[\s\S]*\.\n\n$/);
  });
});

describe('Markdown', () => {
  it('has chapters at its headings and leaves out what nobody wants to hear', () => {
    const document = read(
      [
        '---\ntitle: "A Book"\ndate: 2024-01-01\n---',
        '# One **bold**',
        'Text[^1].',
        '```js\nconst x = 1;\n```',
        '| a | b |\n|---|---|\n| c | d |',
        '# Two',
        '<!-- nothing -->',
        'More.',
        '[^1]: The note.',
      ].join('\n\n'),
      'a.md',
    );
    expect(document.title).toBe('A Book');
    expect(titles(document)).toEqual(['One bold', 'Two']);
    expect(document.chapters[0]?.text).toContain('| c | d |');
    expect(document.chapters[0]?.text).not.toContain('const');
    expect(document.chapters[1]?.text).toContain('The note.');
    expect(document.skipped).toEqual({
      'front-matter': expect.any(Number) as number,
      'code-block': 'const x = 1;'.length + 10,
      html: expect.any(Number) as number,
    });
  });

  it('takes a single title for the document and splits below it', () => {
    const document = read('# Book\n\nIntro.\n\n## A\n\nOne.\n\n## B\n\nTwo.', 'a.md');
    expect([document.title, titles(document)]).toEqual(['Book', ['Book', 'A', 'B']]);
  });

  it('keeps a rule at the start that is no front matter', () => {
    expect(read('---\n\nHello.\n\n---\n', 'a.md').chapters[0]?.text).toContain('Hello.');
  });
});

describe('HTML', () => {
  it('reads the article, its headings as chapters, pictures by their words, and nothing else', () => {
    const words =
      'These are many words that make a paragraph of an article, as a writer would have it. '.repeat(4);
    const document = read(
      `<!doctype html><html><head><title>The page</title><script>alert(1)</script></head><body>
       <nav><a href="/">Home</a><a href="/x">Other things</a></nav>
       <article><h1>The page</h1><h2>First</h2><p>${words}&amp; caf&eacute; <img src="cat.png" alt="a cat"></p>
       <h2>Second</h2><p>${words}</p><ul><li>one</li><li>two</li></ul></article>
       <footer>Imprint</footer></body></html>`,
      'a.html',
    );
    expect(titles(document)).toContain('Second');
    const whole = texts(document).join('\n');
    expect(whole).toContain('& café a cat');
    expect(whole).toContain('- one');
    expect(whole).not.toMatch(/alert|Imprint|Other things/);
    expect(document.skipped['page-furniture']).toBeGreaterThan(0);
  });

  it('keeps the words of a page that is nested beyond all reason', () => {
    const document = read(`<html><script>no</script>${'<div>'.repeat(2000)}Some <b>words</b>.`, 'a.html');
    expect(texts(document)).toEqual(['Some words .']);
  });

  it('falls back to the whole body, block by block', () => {
    const document = read(
      '<p>One<br>two <b>three</b></p><div>Four<p hidden>x</p></div><table><tr><td>a</td><td><p>b</p></td></tr></table><ol><li>c</ol>',
      'a.html',
    );
    expect(texts(document)).toEqual(['One\ntwo three\n\nFour\n\n| a | b |\n\n1. c']);
  });
});

describe('subtitles', () => {
  it('joins cues into sentences, drops tags and dashes, and counts what is broken', () => {
    const document = read(
      [
        '1\n00:00:01,000 --> 00:00:02,000\n<i>This goes</i>',
        '2\n00:00:02,100 --> 00:00:03,000\n{\\an8}on here.',
        'broken\nno times',
        '3\n00:00:03,100 --> 00:00:04,000\n- Hello\n- Hi.',
        '4\n00:00:10,000 --> 00:00:11,000\nLater\n5\n00:00:11,000 --> 00:00:12,000\nstill.',
      ].join('\r\n\r\n'),
      'a.srt',
    );
    expect(texts(document)).toEqual(['This goes on here.\nHello.\nHi.\n\nLater still.']);
    expect(document.skipped).toEqual({ 'broken-cue': 15 });
  });

  it('reads WebVTT', () => {
    const document = read(
      'WEBVTT\n\nNOTE not this\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ann>你好</v>\n\n00:02.000 --> 00:03.000\n世界',
      'a.vtt',
    );
    expect(texts(document)).toEqual(['你好世界']);
    expect(document.skipped).toEqual({ 'cue-note': 'WEBVTTNOTE not this'.length });
  });
});
