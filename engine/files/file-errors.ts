import { errnoOf } from '../shared/errno.js';
import { SottoError } from '../shared/errors.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'no such directory',
  ENOTDIR: 'a part of the path is not a directory',
  EISDIR: 'it is a directory',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is too large for this file system',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENXIO: 'nothing reads from it',
  ETXTBSY: 'it is in use',
  EIO: 'the device reported an error',
};

/** Whether an error of the file system says that there is no room left, on the disk or for this person. */
export function isOutOfSpace(errno: string | undefined): boolean {
  return errno === 'ENOSPC' || errno === 'EDQUOT';
}

/**
 * Says why a path could not be written, in words; what is not an error of the file system passes unchanged.
 * @param kept what was kept in spite of it
 */
export function unwritable(path: string, thrown: unknown, kept?: string): unknown {
  const errno = errnoOf(thrown);
  if (thrown instanceof SottoError || errno === undefined || !(thrown instanceof Error)) return thrown;
  return new SottoError(
    {
      code: 'file-unwritable',
      message: `cannot write ${path}: ${REASONS[errno] ?? thrown.message}`,
      ...(kept !== undefined && { kept }),
      next: isOutOfSpace(errno) ? 'free some space and run it again' : 'choose another path',
      details: { path, errno },
    },
    { cause: thrown },
  );
}
