import { SottoError } from '../../../engine/shared/errors.js';
import { useCallback, useEffect, useState } from 'react';

export interface OutputDevice {
  readonly deviceId: string;
  /** Empty where the page is not told. */
  readonly label: string;
}

export interface OutputDevices {
  readonly devices: readonly OutputDevice[];
  /** Whether there are names; a page is told them by permission only. */
  readonly areNamed: boolean;
  /** Lets the person choose in the browser's own list; undefined where it has none. @throws `cancelled` */
  readonly pick: (() => Promise<OutputDevice>) | undefined;
  /** Asks for the permission that names come with. @throws `refused` */
  readonly askForNames: () => Promise<void>;
}

/** Not in TypeScript's library yet. */
interface OutputPicker {
  selectAudioOutput?: () => Promise<OutputDevice>;
}

/** The devices that sound can go to, as far as the page is told of them. */
export function useOutputDevices(): OutputDevices {
  const [devices, setDevices] = useState<readonly OutputDevice[]>([]);
  const look = useCallback(async () => {
    const all = await navigator.mediaDevices.enumerateDevices();
    // The system's default has an entry of its own, which the empty choice stands for.
    const outputs = all.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default');
    setDevices(outputs.filter(({ deviceId }) => deviceId !== ''));
  }, []);
  useEffect(() => {
    const lookAgain = (): void => void look();
    lookAgain();
    navigator.mediaDevices.addEventListener('devicechange', lookAgain);
    return () => navigator.mediaDevices.removeEventListener('devicechange', lookAgain);
  }, [look]);

  const picker = navigator.mediaDevices as MediaDevices & OutputPicker;
  const pick = async (): Promise<OutputDevice> => {
    const asked = picker.selectAudioOutput?.().catch((thrown: unknown) => {
      // A list that is closed without a choice.
      if (isRefusal(thrown)) throw new SottoError({ code: 'cancelled', message: 'nothing was chosen' });
      throw thrown;
    });
    const picked = (await asked) ?? { deviceId: '', label: '' };
    await look();
    return picked;
  };
  const askForNames = async (): Promise<void> => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((thrown: unknown) => {
      if (!isRefusal(thrown)) throw thrown;
      const message = 'the browser may not name sound devices';
      throw new SottoError({ code: 'refused', message, next: 'allow it beside the address' });
    });
    for (const track of stream.getTracks()) track.stop();
    await look();
  };
  return {
    devices,
    areNamed: devices.some(({ label }) => label !== ''),
    pick: picker.selectAudioOutput === undefined ? undefined : pick,
    askForNames,
  };
}

function isRefusal(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'NotAllowedError';
}
