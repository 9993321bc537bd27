import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../app/app.js';
import { openHostConnection } from '../host/index.js';
import { chooseLanguage, startI18n } from '../i18n/index.js';
import '../ui/tokens.css';
import { createFakeHost } from './fake-host.js';

/** The window on a fake host: `npx vite renderer`, then /testing/fake-window.html. No part of a build. */
const host = createFakeHost();
window.fake = host;
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
await startI18n(chooseLanguage('system', navigator.language));
createRoot(root).render(
  <StrictMode>
    <App bridge={host.bridge} connection={openHostConnection(host.bridge)} />
  </StrictMode>,
);
