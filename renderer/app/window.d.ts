import type { HostBridge } from '../../engine/shared/bridge.js';

declare global {
  interface Window {
    /** Put there by the host before the interface starts. */
    readonly sotto: HostBridge<File>;
  }
}
