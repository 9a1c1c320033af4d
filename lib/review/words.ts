import { replaceTokens } from '../base';

/** Words that every review has in common. */

/** The text of a token is a counter of the process: it says nothing, and differs from run to run. */
export function hideTokens(text: string): string {
  return replaceTokens(text, '<known at deployment>');
}

/** What a role of Google Cloud is granted on, without how. */
export function resourceNames(resource: Readonly<Record<string, string>>): string[] {
  return Object.entries(resource)
    .filter(([key]) => key !== 'access')
    .map(([, value]) => value);
}
