import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useClient, useHostState } from '../../host/index.js';
import { deviceReason, formatSeconds, useLanguage, useWords } from '../../i18n/index.js';
import { Button, IconButton, Select, Slider, Switch, useAttempt } from '../../ui/index.js';
import { Actions, Box, Hint, Section } from './section.js';
import { useOutputDevices } from './use-output-devices.js';
import { useChange, useSettings, useSteeredSetting } from './use-settings.js';
import { settingsWords } from './words.js';
import styles from './sound-section.module.css';

const DEFAULT_DEVICE = '';
const DEFAULT_LUFS = -16;
const LOUDNESS = { min: -30, max: -10, step: 0.5 };
const WAKE_PAD = { min: 0, max: 2000, step: 50 };

/** Where sound goes, and how loud it is. */
export function SoundSection(): ReactNode {
  const words = useWords(settingsWords);
  return (
    <Section title={words('sound')}>
      <Output />
      <Box>
        <WakePad />
      </Box>
      <Box>
        <Loudness />
        <Mute />
      </Box>
    </Section>
  );
}

function Output(): ReactNode {
  const words = useWords(settingsWords);
  const client = useClient();
  const attempt = useAttempt();
  const settings = useSettings();
  const change = useChange();
  const language = useLanguage();
  const speech = useHostState('speechState');
  const trouble = speech && deviceReason(speech, language);
  const { devices, areNamed, pick, askForNames } = useOutputDevices();
  if (settings === undefined) return null;
  const { outputDeviceId } = settings;
  const isMissing =
    outputDeviceId !== DEFAULT_DEVICE && !devices.some(({ deviceId }) => deviceId === outputDeviceId);
  const use = (deviceId: string): void => void change({ outputDeviceId: deviceId });
  return (
    <Box>
      <Select
        label={words('output')}
        value={outputDeviceId}
        options={[
          { value: DEFAULT_DEVICE, label: words('outputDefault') },
          ...devices.map(({ deviceId, label }, index) => ({
            value: deviceId,
            label: label === '' ? words('outputUnknown', { number: index + 1 }) : label,
          })),
          ...(isMissing ? [{ value: outputDeviceId, label: words('outputMissing') }] : []),
        ]}
        onChange={use}
      />
      {trouble !== undefined && <p className={styles.trouble}>{trouble}</p>}
      {!areNamed && pick === undefined && <Hint>{words('outputAskHint')}</Hint>}
      <Actions>
        <Button
          onClick={() => attempt(() => client.speechStart({ text: words('testText'), origin: 'preview' }))}
        >
          {words('testSound')}
        </Button>
        {pick !== undefined && (
          <Button onClick={() => attempt(async () => use((await pick()).deviceId))}>
            {words('outputPick')}
          </Button>
        )}
        {!areNamed && pick === undefined && (
          <Button onClick={() => attempt(askForNames)}>{words('outputAsk')}</Button>
        )}
      </Actions>
    </Box>
  );
}

function WakePad(): ReactNode {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const [wakePadMs, steer] = useSteeredSetting('wakePadMs', 0);
  return (
    <>
      <Slider
        label={words('wakePad')}
        value={wakePadMs}
        {...WAKE_PAD}
        text={wakePadMs === 0 ? words('wakePadOff') : formatSeconds(wakePadMs, language)}
        onChange={steer}
      />
      <Hint>{words('wakePadHint')}</Hint>
    </>
  );
}

function Loudness(): ReactNode {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const [targetLufs, steer] = useSteeredSetting('targetLufs', DEFAULT_LUFS);
  return (
    <>
      <div className={styles.resettable}>
        <Slider
          label={words('loudness')}
          value={targetLufs}
          {...LOUDNESS}
          text={words('loudnessValue', { value: new Intl.NumberFormat(language).format(targetLufs) })}
          onChange={steer}
        />
        <IconButton
          label={words('reset', { name: words('loudness') })}
          disabled={targetLufs === DEFAULT_LUFS}
          onClick={() => steer(DEFAULT_LUFS)}
        >
          <Undo2 aria-hidden />
        </IconButton>
      </div>
      <Hint>{words('loudnessHint')}</Hint>
    </>
  );
}

function Mute(): ReactNode {
  const words = useWords(settingsWords);
  const client = useClient();
  const attempt = useAttempt();
  const isMuted = useHostState('speechState')?.isMuted ?? false;
  return (
    <Switch
      label={words('mute')}
      hint={words('muteHint')}
      isOn={isMuted}
      onChange={(next) => attempt(() => client.speechMute({ isMuted: next }))}
    />
  );
}
