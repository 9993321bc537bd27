import type { FakeHost } from './fake-host.js';

declare global {
  interface Window {
    /** For scripts that drive the page. */
    fake: FakeHost;
  }
}
