import { useState } from 'react';
import { toErrorShape } from '../../engine/shared/errors.js';
import { useErrorLines } from '../i18n/index.js';

export interface Submission {
  /** Why it was refused, in the interface's language. */
  readonly problem: string | undefined;
  /** It is under way. */
  readonly isBusy: boolean;
  /** Starts it; while it is under way, a second click starts nothing. */
  readonly submit: () => void;
}

/** Keeps what a form holds. @param save rejects with what the host refuses @param onDone called once it is kept */
export function useSubmit(save: () => Promise<unknown>, onDone: () => void): Submission {
  const lines = useErrorLines();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = (): void => {
    if (isBusy) return;
    setIsBusy(true);
    save().then(onDone, (thrown: unknown) => {
      setIsBusy(false);
      setProblem(lines(toErrorShape(thrown)).join(' '));
    });
  };
  return { problem, isBusy, submit };
}
