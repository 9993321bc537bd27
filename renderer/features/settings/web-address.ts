/** Whether downloads can go through it as a proxy: one in one's own network may be plain http. */
export function isProxyAddress(address: string): boolean {
  return URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol);
}

/** Names of this machine itself, to which nobody else listens. */
const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether models can be had from it: the way to a mirror is encrypted, unless it is this machine. */
export function isMirrorAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && THIS_MACHINE.test(hostname));
}
