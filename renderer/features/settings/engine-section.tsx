import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { EngineState } from '../../../engine/shared/app/system.js';
import type { BackendInfo } from '../../../engine/shared/contract.js';
import { useClient, useHostState } from '../../host/index.js';
import { engineReason, useLanguage, useWords, type InterfaceLanguage } from '../../i18n/index.js';
import { Button, classes, Select, Switch, useAttempt } from '../../ui/index.js';
import { Actions, Box, Hint, Section } from './section.js';
import { useChange, useSettings } from './use-settings.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

/** As people call them; a name that is not here is shown as it is. */
const BACKEND_NAMES = {
  cpu: 'CPU',
  cuda: 'NVIDIA CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
  webgpu: 'WebGPU',
} as const;

type BackendName = keyof typeof BACKEND_NAMES;

/** How the engine is, and what it runs on. */
export function EngineSection(): ReactNode {
  const words = useWords(settingsWords);
  return (
    <Section title={words('engine')} hint={words('engineHint')}>
      <EngineProcess />
      <Backends />
      <Exactness />
    </Section>
  );
}

/** The model's own sound to the last digit, against the first sound as early as can be. */
function Exactness(): ReactNode {
  const words = useWords(settingsWords);
  const settings = useSettings();
  const change = useChange();
  if (settings === undefined) return null;
  return (
    <Box>
      <Switch
        label={words('decodesExactly')}
        hint={words('decodesExactlyHint')}
        isOn={settings.decodesExactly}
        onChange={(decodesExactly) => void change({ decodesExactly })}
      />
    </Box>
  );
}

function EngineProcess(): ReactNode {
  const words = useWords(settingsWords);
  const client = useClient();
  const attempt = useAttempt();
  const language = useLanguage();
  const engine = useHostState('engineWatch');
  if (engine === undefined) return null;
  const isThere = engine.kind === 'ready' || engine.kind === 'starting';
  return (
    <Box>
      <h3>{words('engineState')}</h3>
      <p role="status">{stateWords(engine, words, language)}</p>
      {engine.restartCount > 0 && <Hint>{words('restarts', { count: engine.restartCount })}</Hint>}
      <Actions>
        <Button onClick={() => attempt(() => client.engineRestart({}))}>{words('restart')}</Button>
        <Button disabled={!isThere} onClick={() => attempt(() => client.engineUnload({}))}>
          {words('unloadNow')}
        </Button>
      </Actions>
    </Box>
  );
}

function stateWords(
  engine: EngineState,
  words: ReturnType<typeof useWords<typeof settingsWords.en>>,
  language: InterfaceLanguage,
): string {
  const reason = engineReason(engine, language);
  switch (engine.kind) {
    case 'idle':
      return words('engineIdle');
    case 'starting':
      return words('engineStarting');
    case 'ready':
      return words('engineReady', { pid: engine.pid ?? '' });
    case 'died':
      return words('engineDied', { reason });
    case 'gave-up':
      return words('engineGaveUp', { reason });
  }
}

function Backends(): ReactNode {
  const words = useWords(settingsWords);
  const settings = useSettings();
  const change = useChange();
  const { backends, isProbing, probe, stop } = useBackends();
  if (settings === undefined) return null;
  const offered = ['cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const satisfies readonly BackendName[];
  const listed = offered.filter(
    (name) => name === settings.backend || backends.some(({ device }) => device === name),
  );
  return (
    <Box>
      <Select
        label={words('backend')}
        value={settings.backend}
        options={[
          { value: 'auto', label: words('backendAuto') },
          ...listed.map((name) => {
            const found = backends.find(({ device }) => device === name);
            return {
              value: name,
              label: BACKEND_NAMES[name],
              ...(found && { detail: reasonWords(found, words), isDisabled: !found.isAvailable }),
            };
          }),
        ]}
        onChange={(backend) => void change({ backend })}
      />
      <h3>{words('backends')}</h3>
      {backends.length === 0 ? (
        <Hint>{words('backendsEmpty')}</Hint>
      ) : (
        <ul className={styles.rows}>
          {inOrderOfUse(backends).map((backend) => (
            <BackendRow key={`${backend.device} ${backend.provider}`} backend={backend} />
          ))}
        </ul>
      )}
      <Hint>{words('probeHint')}</Hint>
      <Actions>
        <Button disabled={isProbing} onClick={probe}>
          {words(isProbing ? 'probing' : 'probe')}
        </Button>
        {isProbing && <Button onClick={stop}>{words('stopProbe')}</Button>}
      </Actions>
    </Box>
  );
}

/** What only the system or a measurement can say follows the words as it is. */
const WITH_DETAILS: readonly BackendInfo['code'][] = ['fell-back', 'works', 'fails'];

function reasonWords(
  { code, reason }: BackendInfo,
  words: ReturnType<typeof useWords<typeof settingsWords.en>>,
): string {
  if (code === undefined) return reason;
  const said = words(`backend-${code}`);
  return WITH_DETAILS.includes(code) ? `${said} (${reason})` : said;
}

/** The one in use first, then those that could be. */
function inOrderOfUse(backends: readonly BackendInfo[]): BackendInfo[] {
  const rank = ({ isChosen, isAvailable }: BackendInfo): number => (isChosen ? 0 : isAvailable ? 1 : 2);
  return [...backends].sort((one, other) => rank(one) - rank(other));
}

function BackendRow({ backend }: { readonly backend: BackendInfo }): ReactNode {
  const words = useWords(settingsWords);
  const { device, isAvailable, isChosen } = backend;
  const state = isChosen ? 'backendChosen' : isAvailable ? 'backendAvailable' : 'backendMissing';
  const name = Object.hasOwn(BACKEND_NAMES, device) ? BACKEND_NAMES[device as BackendName] : device;
  return (
    <li>
      <div className={styles.what}>
        <span>{name}</span>
        <Hint>{reasonWords(backend, words)}</Hint>
      </div>
      <span className={classes(styles.state, isChosen && styles.chosen)}>{words(state)}</span>
    </li>
  );
}

function useBackends(): {
  readonly backends: readonly BackendInfo[];
  readonly isProbing: boolean;
  readonly probe: () => void;
  readonly stop: () => void;
} {
  const client = useClient();
  const attempt = useAttempt();
  const [backends, setBackends] = useState<readonly BackendInfo[]>([]);
  const [isProbing, setIsProbing] = useState(false);
  const underWay = useRef<{ readonly controller: AbortController; readonly isThorough: boolean }>(undefined);
  const hasAsked = useRef(false);
  const ask = useCallback(
    (isThorough: boolean) => {
      underWay.current?.controller.abort();
      const mine = { controller: new AbortController(), isThorough };
      underWay.current = mine;
      hasAsked.current = true;
      setIsProbing(isThorough);
      attempt(() =>
        client
          .backends({ probe: isThorough }, { signal: mine.controller.signal })
          .then((answer) => setBackends(answer.backends))
          .finally(() => {
            if (underWay.current !== mine) return;
            underWay.current = undefined;
            setIsProbing(false);
          }),
      );
    },
    [client, attempt],
  );
  const kind = useHostState('engineWatch')?.kind;
  useEffect(() => {
    if (kind === undefined || kind === 'gave-up' || underWay.current?.isThorough) return;
    // Asking loads the engine: once to have something to show, and never because it has just been unloaded. Another
    // process may have found something else.
    if (kind === 'ready' || !hasAsked.current) ask(false);
  }, [ask, kind]);
  useEffect(() => () => underWay.current?.controller.abort(), []);
  return {
    backends,
    isProbing,
    probe: () => ask(true),
    stop: () => underWay.current?.controller.abort(),
  };
}
