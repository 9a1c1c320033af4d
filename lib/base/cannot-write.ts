import { AccessError } from './access-error';
import { show } from './show';

/** The answer of the file system in words, with code `CannotWrite`. */
export function cannotWrite(path: string, error: unknown): AccessError {
  const { code = 'an unknown error' } = error as NodeJS.ErrnoException;
  const why: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is not a folder',
    EACCES: 'you may not write there',
    EPERM: 'you may not write there',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ERR_INVALID_ARG_TYPE: 'it must be the path of a folder or a file',
    ERR_INVALID_ARG_VALUE: 'the path contains a zero byte',
    ENAMETOOLONG: 'its name is too long',
    EEXIST: 'another file has that name',
  };
  return AccessError.of('CannotWrite', `cannot write ${show(path)}: ${why[code] ?? code}`);
}
