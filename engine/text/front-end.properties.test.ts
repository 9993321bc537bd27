import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrontEnd } from './front-end.js';
import { letterPhonemizer } from './testing/fake-phonemizer.js';
import type { Segment, SegmentOptions } from './types.js';

async function segmentsOf(text: string, options?: SegmentOptions): Promise<Segment[]> {
  const segments: Segment[] = [];
  for await (const segment of createFrontEnd(letterPhonemizer).segments(text, options))
    segments.push(segment);
  return segments;
}

const wild = fc.string({ unit: 'binary', maxLength: 120 });
const lonely = fc
  .array(fc.oneof(fc.integer({ min: 0xd800, max: 0xdfff }), fc.integer({ min: 0x20, max: 0x7e })), {
    maxLength: 40,
  })
  .map((units) => String.fromCharCode(...units));
const everyday = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'Dr. ',
          'the ',
          'quiet ',
          'Hello',
          '3.14',
          '$5.50',
          ' 10:30',
          '2024-03-05',
          '。',
          '，',
          '！',
          '. ',
          ', ',
        ],
        ...[
          '? ',
          '\n',
          '\n\n',
          '\r\n',
          '- ',
          '# ',
          '**',
          '[a](b)',
          '`x`',
          '| a | b |\n',
          '> ',
          '```\n',
          '5%',
          '第2',
        ],
        ...[
          'https://a.b/c?d=e',
          'a@b.org',
          '你好',
          '我有2个',
          '苹果',
          '👩‍👩‍👧',
          '\u200b',
          'é',
          'e\u0301',
          '…',
          '—',
          '“',
          '”',
        ],
        ...[
          '(',
          ')',
          '1/2',
          '5 km/h',
          '-',
          '_',
          '&',
          'U.S. ',
          'J. R. R. ',
          'ＡＢ',
          '１２',
          '5-10',
          '<b>',
          '&amp;',
          '#',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(wild, lonely, everyday);
const anyOptions = fc.record(
  {
    maxSegmentDurationMs: fc.integer({ min: 1000, max: 20_000 }),
    firstSegmentDurationMs: fc.integer({ min: 100, max: 3000 }),
    language: fc.constantFrom('auto' as const, 'en' as const, 'zh' as const),
  },
  { requiredKeys: [] },
);

describe('segments of any text', () => {
  test('tile the text, and their spans tile them', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyOptions, async (text, options) => {
        const segments = await segmentsOf(text, options);
        let at = 0;
        for (const segment of segments) {
          expect(segment.source.start).toBe(at);
          for (const { source } of segment.spans) {
            expect(source.start).toBe(at);
            expect(source.end).toBeGreaterThan(at);
            at = source.end;
          }
          expect(segment.source.end).toBe(at);
        }
        expect(at).toBe(text.length);
        expect(segments.map(({ source }) => text.slice(source.start, source.end)).join('')).toBe(text);
      }),
      { numRuns: 400 },
    );
  });

  test('say what they show once: units lie in spoken spans, in order, every spoken span has a unit', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyOptions, async (text, options) => {
        for (const segment of await segmentsOf(text, options)) {
          const spoken = segment.spans.filter((span) => span.kind === 'spoken');
          const heard = segment.units.filter(({ source }) => source.end > source.start);
          const starts = [...new Set(heard.map((unit) => unit.source.start))];
          expect(starts).toEqual(spoken.map((span) => span.source.start));
          expect(starts).toEqual([...starts].sort((a, b) => a - b));
          for (const unit of segment.units)
            if (unit.kind === 'word') expect(unit.phonemes).not.toHaveLength(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are no longer than their bound and numbered from 0', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyOptions, async (text, options) => {
        const segments = await segmentsOf(text, options);
        expect(segments.map(({ index }) => index)).toEqual(segments.map((_, at) => at));
        for (const { estimatedDurationMs } of segments) {
          expect(estimatedDurationMs).toBeLessThanOrEqual(options.maxSegmentDurationMs ?? 5000);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are the same every time', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyOptions, async (text, options) => {
        expect(await segmentsOf(text, options)).toEqual(await segmentsOf(text, options));
      }),
      { numRuns: 50 },
    );
  });
});
