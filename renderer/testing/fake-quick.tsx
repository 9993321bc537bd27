import { createFakeHost } from './fake-host.js';

/** Quick speak on a fake host: /testing/fake-quick.html. No part of a build. */
const host = createFakeHost();
Object.defineProperty(window, 'sotto', { value: host.bridge });
window.fake = host;
await import('../app/quick-main.js');
