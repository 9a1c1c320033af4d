import { withNames } from '../base';

/** Words that every review has in common. */

/** The text of a token is a counter of the process: it says nothing, and differs from run to run. */
function nameTokens(text: string): string {
  return text.includes('Token[') ? withNames(text) : text;
}

/** The same value with the name of every token in its place, and without what is not set. */
export function withoutTokens<T>(value: T): T {
  if (typeof value === 'string') {
    return nameTokens(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map(withoutTokens) as T;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const set = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(set.map(([key, entry]) => [key, withoutTokens(entry)])) as T;
}
