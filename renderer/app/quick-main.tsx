import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { QuickSpeak } from '../features/quick-speak/index.js';
import { HostProvider, openHostConnection, useHostState } from '../host/index.js';
import { chooseLanguage, startI18n } from '../i18n/index.js';
import '../ui/tokens.css';
import { useAppearance } from './appearance.js';

function Quick(): ReactNode {
  useAppearance(useHostState('settingsWatch'));
  return <QuickSpeak />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
await startI18n(chooseLanguage('system', navigator.language));
createRoot(root).render(
  <StrictMode>
    <HostProvider bridge={window.sotto} connection={openHostConnection(window.sotto)} waiting={() => null}>
      <Quick />
    </HostProvider>
  </StrictMode>,
);
