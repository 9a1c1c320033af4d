import { tmpdir } from 'node:os';
import type { Schema } from '../../lib/base';
import { AccessError, type Problem } from 'harness-delegate-access';

/** The error that `act` throws; fails the test when it throws nothing or something else. */
export function accessErrorOf(act: () => unknown): AccessError {
  try {
    act();
  } catch (error) {
    if (error instanceof AccessError) {
      return error;
    }
    throw new Error(`expected an AccessError, got ${String(error)}`);
  }
  throw new Error('expected an AccessError, but nothing was thrown');
}

const TEMPORARY = new RegExp(`${tmpdir()}/[\\w-]+/`, 'g');

/** A text without the temporary folders of tests: messages name a file as it was set. */
export function withoutFolders(text: string): string {
  return text.replace(TEMPORARY, '');
}

/** `code: message` of every problem, without the folders of tests. */
export function problemsOf(act: () => unknown): string[] {
  return accessErrorOf(act).problems.map(({ code, message }) => withoutFolders(`${code}: ${message}`));
}

/** `code path: message` of everything that is wrong with a value. */
export function problemsIn(schema: Schema<unknown, boolean>, value: unknown, at = 'x'): string[] {
  const problems: Problem[] = [];
  schema.read(value, at, problems);
  return problems.map(({ code, at: path, message }) => `${code} ${path}: ${message}`);
}
