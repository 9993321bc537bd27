import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QuickSpeak } from '../features/quick-speak/index.js';
import { HostProvider, openHostConnection } from '../host/index.js';
import { chooseLanguage, startI18n } from '../i18n/index.js';
import { ToastsProvider } from '../ui/index.js';
import '../ui/tokens.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
await startI18n(chooseLanguage('system', navigator.language));
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <HostProvider bridge={window.sotto} connection={openHostConnection(window.sotto)} waiting={() => null}>
        <ToastsProvider>
          <QuickSpeak />
        </ToastsProvider>
      </HostProvider>
    </CSPProvider>
  </StrictMode>,
);
