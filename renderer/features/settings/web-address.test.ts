import { expect, test } from 'vitest';
import { isMirrorAddress, isProxyAddress } from './web-address.js';

test.each([
  ['https://mirror.example/models', true, true],
  ['http://proxy.lan:3128', true, false],
  ['http://127.0.0.1:8080', true, true],
  ['http://localhost', true, true],
  ['http://localhost.example', true, false],
  ['socks5://proxy.lan', false, false],
  ['ftp://127.0.0.1', false, false],
  ['mirror.example', false, false],
  ['', false, false],
])('%s: as a proxy %s, as a mirror %s', (address, isProxy, isMirror) => {
  expect(isProxyAddress(address)).toBe(isProxy);
  expect(isMirrorAddress(address)).toBe(isMirror);
});
