/** Placeholders of a statement that the cloud fills: `{partition}`, `{region}`, `{account}`, `{dnsSuffix}`. */

export type Placeholder = 'partition' | 'region' | 'account' | 'dnsSuffix';

const PLACEHOLDER = /\{(partition|region|account|dnsSuffix)\}/g;

export function fillPlaceholders(template: string, values: Readonly<Record<Placeholder, string>>): string {
  return template.replace(PLACEHOLDER, (_, name: Placeholder) => values[name]);
}
