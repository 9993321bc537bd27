import { CSPProvider } from '@base-ui/react/csp-provider';
import { lazy, Suspense, useCallback, type ReactNode } from 'react';
import type { HostBridge } from '../../engine/shared/bridge.js';
import type { AppCommand } from '../../engine/shared/app/system.js';
import { EngineBanner } from '../features/engine-banner/index.js';
import { FirstRun } from '../features/first-run/index.js';
import { SpeakView } from '../features/speak/index.js';
import { TransportBar } from '../features/transport/index.js';
import { MissingVoiceNotice, VoicesView } from '../features/voices/index.js';
import { HostProvider, useHostEvent, useHostInfo, useHostState } from '../host/index.js';
import type { HostConnection } from '../host/host-client.js';
import { useWords } from '../i18n/index.js';
import { SpeechProvider } from '../speech/index.js';
import { ToastsProvider, useToasts } from '../ui/index.js';
import { useAppearance } from './appearance.js';
import { useDropGuard } from './drop-guard.js';
import { Navigation } from './navigation.js';
import { useView, type ViewName } from './view-name.js';
import { appWords } from './words.js';
import styles from './app.module.css';

const ModelsView = lazy(async () => ({
  default: (await import('../features/models/index.js')).ModelsView,
}));
const PhrasesView = lazy(async () => ({
  default: (await import('../features/phrases/index.js')).PhrasesView,
}));
const NarrateView = lazy(async () => ({
  default: (await import('../features/narrate/index.js')).NarrateView,
}));
const SettingsView = lazy(async () => ({
  default: (await import('../features/settings/index.js')).SettingsView,
}));

const VIEWS: Readonly<Record<ViewName, () => ReactNode>> = {
  speak: () => <SpeakView />,
  voices: () => <VoicesView />,
  models: () => <ModelsView />,
  phrases: () => <PhrasesView />,
  narrate: () => <NarrateView />,
  settings: () => <SettingsView />,
};

export interface AppProps {
  readonly bridge: HostBridge<File>;
  readonly connection: HostConnection;
}

/** The window. */
export function App({ bridge, connection }: AppProps): ReactNode {
  const words = useWords(appWords);
  return (
    <CSPProvider disableStyleElements>
      <HostProvider
        bridge={bridge}
        connection={connection}
        waiting={(state) => (
          <div role="status" className={styles.waiting}>
            {words(state)}
          </div>
        )}
      >
        <ToastsProvider>
          <SpeechProvider>
            <Shell />
          </SpeechProvider>
        </ToastsProvider>
      </HostProvider>
    </CSPProvider>
  );
}

function Shell(): ReactNode {
  const words = useWords(appWords);
  const toasts = useToasts();
  const settings = useHostState('settingsWatch');
  const hasTray = useHostInfo()?.capabilities.tray ?? true;
  const [view, show] = useView();
  useAppearance(settings);
  useDropGuard();
  useHostEvent(
    'appCommands',
    useCallback(
      (command: AppCommand) => {
        if (command.kind === 'open-view') show(command.view);
        // Where there is no small window for it, this one is the place to type.
        if (command.kind === 'quick-speak' && !hasTray) show('speak');
        if (command.kind === 'tray-notice') toasts.info(words('trayNotice'));
      },
      [hasTray, show, toasts, words],
    ),
  );
  if (settings === undefined) return null;
  return (
    <div className={styles.shell}>
      <Navigation view={view} onShow={show} />
      <main className={styles.main}>
        <EngineBanner />
        <Suspense fallback={null}>{VIEWS[view]()}</Suspense>
      </main>
      <TransportBar />
      <MissingVoiceNotice />
      <Suspense fallback={null}>{!settings.isFirstRunDone && <FirstRun />}</Suspense>
    </div>
  );
}
