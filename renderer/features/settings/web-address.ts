/** Whether it is an address that downloads can go through: a mirror or a proxy in one's own network may be plain http. */
export function isWebAddress(address: string): boolean {
  return URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol);
}
