import { AccessError } from './access-error';
import { show } from './show';

/** What the file system said, in words, with code `CannotWrite`. */
export function cannotWrite(path: string, error: unknown): AccessError {
  const { code = 'an unknown error' } = error as NodeJS.ErrnoException;
  const why: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist',
    EISDIR: 'it is a folder',
    ENOTDIR: 'something on its path is no folder',
    EACCES: 'you may not write there',
    EPERM: 'you may not write there',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ERR_INVALID_ARG_TYPE: 'it must be the path of a folder or a file',
    ERR_INVALID_ARG_VALUE: 'a path holds no zero byte',
    ENAMETOOLONG: 'its name is too long',
    EEXIST: 'something else has that name',
  };
  return AccessError.of('CannotWrite', `cannot write ${show(path)}: ${why[code] ?? code}`);
}
