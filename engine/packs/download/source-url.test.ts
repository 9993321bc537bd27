import { describe, expect, it } from 'vitest';
import { proxyAddress, redirectUrl, sourceUrl } from './source-url.js';

const PUBLISHED = 'https://huggingface.co/org/repo/resolve/main/onnx/model.onnx?download=true';

describe('sourceUrl', () => {
  it.each([
    ['', PUBLISHED],
    ['https://mirror.example', 'https://mirror.example/org/repo/resolve/main/onnx/model.onnx?download=true'],
    ['https://mirror.example/', 'https://mirror.example/org/repo/resolve/main/onnx/model.onnx?download=true'],
    [
      'https://m.example:8443/hf/?a#b',
      'https://m.example:8443/hf/org/repo/resolve/main/onnx/model.onnx?download=true',
    ],
    ['http://127.0.0.1:80', 'http://127.0.0.1/org/repo/resolve/main/onnx/model.onnx?download=true'],
  ])('mirror "%s"', (mirror, expected) => {
    expect(sourceUrl(PUBLISHED, mirror).href).toBe(expected);
  });

  it('leaves hosts alone that the mirror does not have', () => {
    const other = 'https://huggingface.co.example.org/a';
    expect(sourceUrl(other, 'https://mirror.example').href).toBe(other);
  });

  it.each(['mirror.example', 'http://mirror.example', 'ftp://127.0.0.1'])('refuses %s', (mirror) => {
    expect(() => sourceUrl(PUBLISHED, mirror)).toThrow(
      expect.objectContaining({ code: 'bad-input' }) as Error,
    );
  });
});

describe('redirectUrl', () => {
  const from = new URL('https://a.example/x/y');
  it.each([
    ['https://b.example/z?signature=1', 'https://b.example/z?signature=1'],
    ['/z', 'https://a.example/z'],
    ['z', 'https://a.example/x/z'],
    ['//c.example/', 'https://c.example/'],
  ])('follows %s', (location, expected) => {
    expect(redirectUrl(from, location).href).toBe(expected);
  });

  it.each([
    [undefined, /to nowhere/],
    ['http://a.example/', /not encrypted/],
    ['https://127.0.0.1/', /into this machine/],
    ['http://localhost/', /into this machine/],
    ['https://[::1]/', /into this machine/],
    ['file:///etc/passwd', /not encrypted/],
    ['https://', /an address that is none/],
  ])('refuses %s', (location, words) => {
    expect(() => redirectUrl(from, location)).toThrow(words);
  });

  it('is at ease within this machine', () => {
    expect(redirectUrl(new URL('http://127.0.0.1:1/'), 'http://127.0.0.1:2/a').port).toBe('2');
  });
});

it.each(['socks4://host', 'host:8080', ''])('a proxy at "%s" is refused', (proxy) => {
  expect(() => proxyAddress(proxy)).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
});
