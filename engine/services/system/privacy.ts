import type { StoreUsage } from '../../shared/app/settings.js';

/** Something that is kept on this machine, and that its person can look at and empty. */
export interface KeptStore {
  readonly id: StoreUsage['id'];
  usage(): Promise<Pick<StoreUsage, 'bytes' | 'entries'>>;
  clear(): Promise<void>;
}

/** What is kept, and how much room it takes. */
export function reportUsage(stores: readonly KeptStore[]): Promise<StoreUsage[]> {
  return Promise.all(stores.map(async (store) => ({ id: store.id, ...(await store.usage()) })));
}
