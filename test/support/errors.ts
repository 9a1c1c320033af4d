import { AccessError } from 'harness-delegate-access';

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

/** `code: message` of every problem. */
export function problemsOf(act: () => unknown): string[] {
  return accessErrorOf(act).problems.map(({ code, message }) => `${code}: ${message}`);
}
