import { replaceTokens } from '../base';

/** Words that every review has in common. */

/** The text of a token is a counter of the process: it says nothing, and differs from run to run. */
function hideTokens(text: string): string {
  return text.includes('Token[') ? replaceTokens(text, '<known at deployment>') : text;
}

/** The same value with every token in it hidden, and without what is not set. */
export function withoutTokens<T>(value: T): T {
  if (typeof value === 'string') {
    return hideTokens(value) as T;
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
