import type { Clock } from '../engine/shared/clock.js';

/** What is used of electron-updater. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  setFeedURL(feed: { readonly provider: 'generic'; readonly url: string }): void;
  checkForUpdates(): Promise<unknown>;
  on(event: 'update-downloaded' | 'error', listener: (detail: unknown) => void): unknown;
}

const CHECK_INTERVAL_MS = 24 * 60 * 60 * 1000;

export interface Updates {
  /** Follows the setting: an address is asked now and once a day, none is left alone. */
  setFeed(url: string): void;
}

/**
 * Looks for new versions where the person said, and nowhere else. What was found is put in place when the app quits.
 * @param load loads the updater when an address is set for the first time
 */
export function createUpdates(options: {
  readonly load: () => Promise<Updater>;
  readonly clock: Clock;
  readonly onReady: () => void;
  readonly onTrouble: (reason: string) => void;
}): Updates {
  let current = '';
  let stopTimer = (): void => undefined;
  let loading: Promise<Updater> | undefined;

  async function prepared(): Promise<Updater> {
    const updater = await options.load();
    updater.autoDownload = true;
    updater.autoInstallOnAppQuit = true;
    updater.on('update-downloaded', options.onReady);
    // A check that fails also rejects; without a listener the event would be thrown.
    updater.on('error', () => undefined);
    return updater;
  }

  async function check(url: string): Promise<void> {
    try {
      loading ??= prepared();
      const updater = await loading;
      if (url !== current) return;
      updater.setFeedURL({ provider: 'generic', url });
      await updater.checkForUpdates();
    } catch (error) {
      options.onTrouble(error instanceof Error ? error.message : String(error));
    }
    if (url === current) stopTimer = options.clock.after(CHECK_INTERVAL_MS, () => void check(url));
  }

  return {
    setFeed(url) {
      if (url === current) return;
      current = url;
      stopTimer();
      if (url === '') return;
      if (isFeed(url)) void check(url);
      else options.onTrouble(`"${url}" is no https address`);
    },
  };
}

/** Only over TLS: what comes from there will run. */
function isFeed(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
