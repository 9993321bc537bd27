import { describe, expect, it } from 'vitest';
import { rangeHeaders, readReply, type Headers } from './reply.js';

const DATE = 'Mon, 02 Mar 2026 10:00:00 GMT';
const EARLIER = 'Sun, 01 Mar 2026 10:00:00 GMT';

describe('readReply', () => {
  const asked = { fromBytes: 100, validator: '"v1"' };
  it.each<[string, number, Headers, object]>([
    [
      'a whole',
      200,
      { 'content-length': '300', etag: '"v2"' },
      { fromBytes: 0, totalBytes: 300, validator: '"v2"' },
    ],
    ['a whole of unknown length', 200, {}, { fromBytes: 0, totalBytes: undefined, validator: undefined }],
    [
      'a whole with a weak tag and a date',
      200,
      { etag: 'W/"v2"', date: DATE, 'last-modified': EARLIER },
      { fromBytes: 0, totalBytes: undefined, validator: EARLIER },
    ],
    [
      'a whole that was changed within the second',
      200,
      { date: DATE, 'last-modified': DATE },
      { fromBytes: 0, totalBytes: undefined, validator: undefined },
    ],
    [
      'the rest',
      206,
      { 'content-range': 'bytes 100-299/300', 'content-length': '200' },
      { fromBytes: 100, totalBytes: 300, validator: '"v1"' },
    ],
    [
      'the rest of an unknown whole',
      206,
      { 'content-range': 'bytes 100-299/*', etag: '"v1"' },
      { fromBytes: 100, totalBytes: undefined, validator: '"v1"' },
    ],
  ])('%s', (_name, status, headers, expected) => {
    expect(readReply(status, headers, asked)).toEqual(expected);
  });

  it.each<[string, number, Headers, object]>([
    ['another part', 206, { 'content-range': 'bytes 99-299/300' }, { nextAttempt: 'anew' }],
    ['no range', 206, {}, { nextAttempt: 'anew' }],
    ['many ranges', 206, { 'content-type': 'multipart/byteranges; boundary=x' }, { nextAttempt: 'anew' }],
    [
      'a length that does not fit',
      206,
      { 'content-range': 'bytes 100-299/300', 'content-length': '7' },
      { nextAttempt: 'anew' },
    ],
    ['another version', 206, { 'content-range': 'bytes 100-299/300', etag: '"v2"' }, { nextAttempt: 'anew' }],
    ['nothing there', 416, { 'content-range': 'bytes */50' }, { nextAttempt: 'anew' }],
    ['compression', 200, { 'content-encoding': 'gzip' }, { nextAttempt: 'none' }],
    ['nothing', 204, {}, { nextAttempt: 'none' }],
    ['gone', 410, {}, { nextAttempt: 'none' }],
    ['too many', 429, { 'retry-after': '5' }, { nextAttempt: 'go-on', retryAfterMs: 5000 }],
    ['trouble', 502, {}, { nextAttempt: 'go-on', retryAfterMs: 0 }],
    ['trouble for long', 503, { 'retry-after': '901' }, { nextAttempt: 'none' }],
  ])('refuses %s', (_name, status, headers, expected) => {
    expect(() => readReply(status, headers, asked)).toThrow(expect.objectContaining(expected) as Error);
  });

  it('takes no part for a whole', () => {
    const whole = { fromBytes: 0, validator: undefined };
    expect(() => readReply(206, { 'content-range': 'bytes 0-9/10' }, whole)).toThrow(/was not asked for/);
  });
});

it('asks for a range only behind the start, and for its version where that is known', () => {
  expect(rangeHeaders({ fromBytes: 0, validator: '"v1"' })).toEqual({});
  expect(rangeHeaders({ fromBytes: 7, validator: undefined })).toEqual({ range: 'bytes=7-' });
  expect(rangeHeaders({ fromBytes: 7, validator: '"v1"' })).toEqual({
    range: 'bytes=7-',
    'if-range': '"v1"',
  });
});
