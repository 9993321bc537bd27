import { useHostState } from '../../host/index.js';
import { useLasting } from '../../ui/index.js';

/** A small model is there sooner than a sentence about it is read. */
const TELL_AFTER_MS = 300;

/** Name of the model that a speech has been waiting for, while it is being loaded. */
export function useLoadingModel(): string | undefined {
  const name = useHostState('engineWatch')?.loadingModel;
  const isTold = useLasting(name !== undefined, TELL_AFTER_MS);
  return isTold ? name : undefined;
}
