import type { ReactNode } from 'react';
import { useHostInfo } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { TrayPicture } from './tray-picture.js';
import { firstRunWords } from './words.js';
import styles from './first-run.module.css';

const TRAY_TEXTS: Readonly<Record<string, 'trayDarwin' | 'trayWin32'>> = {
  darwin: 'trayDarwin',
  win32: 'trayWin32',
};

/** Where Sotto is once its window is closed. */
export function TrayStep(): ReactNode {
  const words = useWords(firstRunWords);
  const info = useHostInfo();
  if (info === undefined) return null;
  if (info.capabilities.tray)
    return (
      <>
        <TrayPicture platform={info.platform} label={words('trayPicture')} />
        <p>{words(TRAY_TEXTS[info.platform] ?? 'trayLinux')}</p>
      </>
    );
  // In a browser the page has an address; in the app it has none that a person could use.
  if (!location.protocol.startsWith('http')) return <p>{words('noTrayApp')}</p>;
  return (
    <>
      <p>{words('noTrayWeb')}</p>
      <p>
        <code className={styles.address}>{location.origin}</code>
      </p>
      <p className={styles.detail}>{words('noTrayWebNext')}</p>
    </>
  );
}
