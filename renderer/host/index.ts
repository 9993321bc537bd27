export { HostProvider, useBridge, useClient, useHostEvent, useHostState } from './host-context.js';
export { openHostConnection, type HostClient } from './host-client.js';
export { useHostInfo } from './host-info.js';
export { useSteeredValue } from './use-steered-value.js';
