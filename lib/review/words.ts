import { replaceTokens } from '../base';

/** Words that every review has in common. */

/** The text of a token is a counter of the process: it says nothing, and differs from run to run. */
function hideTokens(text: string): string {
  return text.includes('Token[') ? replaceTokens(text, '<known at deployment>') : text;
}

/** The same value with every token in it hidden. */
export function withoutTokens<T>(value: T): T {
  if (typeof value === 'string') {
    return hideTokens(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map(withoutTokens) as T;
  }
  return typeof value === 'object' && value !== null
    ? (Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutTokens(entry)])) as T)
    : value;
}
