import { errnoOf } from '../shared/errno.js';

/** Whether a process of this machine runs, whoever's it is: what a killed one left behind may be cleared away. */
export function isProcessRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errnoOf(thrown) === 'EPERM';
  }
}
