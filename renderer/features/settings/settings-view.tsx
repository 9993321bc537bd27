import {
  Cpu,
  Download,
  Info,
  Keyboard,
  MemoryStick,
  Palette,
  Power,
  RefreshCw,
  ShieldCheck,
  Stethoscope,
  Volume2,
} from 'lucide-react';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../../i18n/index.js';
import { View } from '../../ui/index.js';
import { AboutSection } from './about-section.js';
import { AppearanceSection } from './appearance-section.js';
import { DiagnosticsSection } from './diagnostics-section.js';
import { DownloadsSection } from './downloads-section.js';
import { EngineSection } from './engine-section.js';
import { HotkeysSection } from './hotkeys-section.js';
import { MemorySection } from './memory-section.js';
import { PrivacySection } from './privacy-section.js';
import { SoundSection } from './sound-section.js';
import { StartSection } from './start-section.js';
import { UpdatesSection } from './updates-section.js';
import { settingsWords } from './words.js';
import styles from './settings-view.module.css';

const SECTIONS = [
  { name: 'memory', icon: <MemoryStick aria-hidden />, content: <MemorySection /> },
  { name: 'engine', icon: <Cpu aria-hidden />, content: <EngineSection /> },
  { name: 'sound', icon: <Volume2 aria-hidden />, content: <SoundSection /> },
  { name: 'hotkeys', icon: <Keyboard aria-hidden />, content: <HotkeysSection /> },
  { name: 'start', icon: <Power aria-hidden />, content: <StartSection /> },
  { name: 'appearance', icon: <Palette aria-hidden />, content: <AppearanceSection /> },
  { name: 'privacy', icon: <ShieldCheck aria-hidden />, content: <PrivacySection /> },
  { name: 'downloads', icon: <Download aria-hidden />, content: <DownloadsSection /> },
  { name: 'updates', icon: <RefreshCw aria-hidden />, content: <UpdatesSection /> },
  { name: 'diagnostics', icon: <Stethoscope aria-hidden />, content: <DiagnosticsSection /> },
  { name: 'about', icon: <Info aria-hidden />, content: <AboutSection /> },
] as const;

type SectionName = (typeof SECTIONS)[number]['name'];

/** Everything that can be set, a section at a time. */
export function SettingsView(): ReactNode {
  const words = useWords(settingsWords);
  const [shown, show] = useState<SectionName>('memory');
  const columns = useRef<HTMLDivElement>(null);
  // Another section begins at its top, however far the last one was scrolled.
  useLayoutEffect(() => {
    columns.current?.scrollIntoView({ block: 'start' });
  }, [shown]);
  return (
    <View title={words('settings')}>
      <div ref={columns} className={styles.columns}>
        <nav className={styles.index} aria-label={words('sections')}>
          {SECTIONS.map(({ name, icon }) => (
            <button
              key={name}
              type="button"
              className={styles.entry}
              aria-current={name === shown ? 'true' : undefined}
              onClick={() => show(name)}
            >
              {icon}
              {words(name)}
            </button>
          ))}
        </nav>
        <div key={shown} className={styles.section}>
          {SECTIONS.find(({ name }) => name === shown)?.content}
        </div>
      </div>
    </View>
  );
}
