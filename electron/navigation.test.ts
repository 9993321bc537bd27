import { describe, expect, it } from 'vitest';
import { confinePages } from './navigation.js';
import { asElectron, createFakeElectron, FakeWebContents } from './testing/fake-electron.js';

function confined(): { fake: ReturnType<typeof createFakeElectron>; contents: FakeWebContents } {
  const fake = createFakeElectron();
  confinePages(asElectron(fake));
  const contents = new FakeWebContents();
  fake.app.emit('web-contents-created', {}, contents);
  return { fake, contents };
}

function isPrevented(contents: FakeWebContents, event: string, url: string): boolean {
  let prevented = false;
  contents.emit(event, { url, preventDefault: () => (prevented = true) });
  return prevented;
}

describe('a page', () => {
  it.each([
    ['https://example.org/', true],
    ['file:///etc/passwd', true],
    ['app://sotto.evil/', true],
    ['app://sotto/index.html', false],
  ])('is kept from going to %s: %s', (url, expected) => {
    expect(isPrevented(confined().contents, 'will-navigate', url)).toBe(expected);
  });

  it('follows no redirection and holds no web view', () => {
    const { contents } = confined();
    expect(isPrevented(contents, 'will-redirect', 'app://sotto/')).toBe(true);
    expect(isPrevented(contents, 'will-attach-webview', '')).toBe(true);
  });

  it('opens no window; only a web page goes to the browser', () => {
    const { fake, contents } = confined();
    for (const url of ['https://example.org/a', 'file:///etc/passwd', 'javascript:alert(1)', 'no address'])
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    expect(fake.seen.opened).toEqual(['https://example.org/a']);
  });

  it('tells when there is no browser', async () => {
    const { fake, contents } = confined();
    contents.openHandler?.({ url: 'https://example.org/nowhere' });
    await Promise.resolve();
    expect(fake.seen.errors).toEqual([{ title: 'Sotto', content: 'no browser' }]);
  });
});
