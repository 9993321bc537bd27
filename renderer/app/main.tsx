import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openHostConnection } from '../host/index.js';
import { chooseLanguage, startI18n } from '../i18n/index.js';
import { PlayerContext, startPlayer, wantsCapture } from '../player/index.js';
import '../ui/tokens.css';
import { App } from './app.js';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
await startI18n(chooseLanguage('system', navigator.language));
const player = startPlayer(window.sotto, { isCaptured: wantsCapture(location) });
createRoot(root).render(
  <StrictMode>
    <PlayerContext value={player}>
      <App bridge={window.sotto} connection={openHostConnection(window.sotto)} />
    </PlayerContext>
  </StrictMode>,
);
