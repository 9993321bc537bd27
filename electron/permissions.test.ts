import { describe, expect, it } from 'vitest';
import { allowsCheck, allowsRequest, restrictPermissions } from './permissions.js';
import { asElectron, createFakeElectron } from './testing/fake-electron.js';

describe('what a page may do', () => {
  it.each([
    ['speaker-selection', 'app://sotto', undefined, true],
    ['media', 'app://sotto', 'audio', true],
    ['media', 'app://sotto', 'video', false],
    ['media', 'app://sotto', undefined, false],
    ['media', 'app://sotto.evil', 'audio', false],
    ['geolocation', 'app://sotto', undefined, false],
    ['speaker-selection', 'https://example.org', undefined, false],
  ])('without asking: %s of %s (%s) is %s', (permission, origin, media, expected) => {
    expect(allowsCheck(permission, origin, media)).toBe(expected);
  });

  it.each([
    ['speaker-selection', 'app://sotto/index.html', true],
    ['media', 'app://sotto/index.html', false],
    ['notifications', 'app://sotto/index.html', false],
    ['speaker-selection', 'https://example.org/', false],
  ])('by asking: %s of %s is %s', (permission, url, expected) => {
    expect(allowsRequest(permission, url)).toBe(expected);
  });

  it('is enforced by both handlers', () => {
    const fake = createFakeElectron();
    restrictPermissions(asElectron(fake));
    const check = fake.seen.permissions.check as (...args: unknown[]) => boolean;
    const request = fake.seen.permissions.request as (...args: unknown[]) => void;
    expect(check(null, 'media', 'app://sotto', { mediaType: 'audio' })).toBe(true);
    const answers: boolean[] = [];
    request(null, 'media', (isAllowed: boolean) => answers.push(isAllowed), {
      requestingUrl: 'app://sotto/index.html',
    });
    expect(answers).toEqual([false]);
  });
});
