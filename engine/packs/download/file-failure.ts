import { isOutOfSpace } from '../../files/file-errors.js';
import { errnoOf } from '../../shared/errno.js';
import { SottoError } from '../../shared/errors.js';

export const PARTS_KEPT = 'what was received is kept; another try goes on from there';

/**
 * Says why a file of a download could not be written or read back; what is not an error of the file system passes
 * unchanged.
 */
export function fileFailure(path: string, thrown: unknown): unknown {
  const errno = errnoOf(thrown);
  if (thrown instanceof SottoError || errno === undefined || !(thrown instanceof Error)) return thrown;
  if (isOutOfSpace(errno))
    return new SottoError(
      {
        code: 'disk-full',
        message: `there is no room left for the download in ${path}`,
        kept: PARTS_KEPT,
        next: 'free some space and start it again',
        details: { path, errno },
      },
      { cause: thrown },
    );
  return new SottoError(
    {
      code: 'file-unwritable',
      message: `the download cannot be written to ${path}: ${thrown.message}`,
      kept: PARTS_KEPT,
      next: 'check the permissions of that folder, and start it again',
      details: { path, errno },
    },
    { cause: thrown },
  );
}

/** Work on files of a download, with its failures in words. @throws SottoError `disk-full`, `file-unwritable` */
export async function onDisk<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw fileFailure(path, thrown);
  }
}
