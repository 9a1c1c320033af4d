/** A bad input: what it is, how it is given, the code of the error and the essential part of its text. */
export type Case = readonly [title: string, act: () => unknown, code: string, text: string | RegExp];

/** What only JavaScript, or a list that comes from data, can pass. */
export function untyped<T>(value: unknown): T {
  return value as T;
}
