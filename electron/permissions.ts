import type { ElectronPart } from './electron-api.js';
import { isOwnUrl } from './origin.js';

/**
 * Whether a page may do something without asking: choose where sound goes, and read the names of sound devices, which the
 * platform counts as reading about microphones.
 */
export function allowsCheck(permission: string, origin: string, mediaType: string | undefined): boolean {
  if (!isOwnUrl(origin)) return false;
  return permission === 'speaker-selection' || (permission === 'media' && mediaType === 'audio');
}

/** Whether a page that asks is let: to choose where sound goes. Never to listen: the microphone is asked for as `media`. */
export function allowsRequest(permission: string, url: string): boolean {
  return isOwnUrl(url) && permission === 'speaker-selection';
}

/** Denies pages everything but the output device. Both handlers are needed: some permissions are only ever checked. */
export function restrictPermissions(electron: ElectronPart<'session'>): void {
  const { defaultSession } = electron.session;
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, details) =>
    allowsCheck(permission, origin, details.mediaType),
  );
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(allowsRequest(permission, details.requestingUrl)),
  );
  defaultSession.setDevicePermissionHandler(() => false);
}
