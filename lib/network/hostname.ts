import { AccessError, looksLikeToken, show } from '../base';

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const MAX_LENGTH = 253;

/**
 * A host name in lower case: labels of letters, digits, `-` and `_`, at least two of them; a label may be `*`
 * (any name in that place). No port, no scheme, no path, no trailing dot.
 *
 * @throws AccessError `InvalidHostname`, `TokenInText`
 */
export function parseHostname(value: unknown): string {
  if (typeof value === 'string' && looksLikeToken(value)) {
    throw AccessError.of(
      'TokenInText',
      'a host name must be literal, got a deploy-time token; wrap it: `Destination.deployTime(value, { name })`',
    );
  }
  if (typeof value !== 'string' || !isHostname(value.toLowerCase())) {
    throw AccessError.of(
      'InvalidHostname',
      `a host name must be labels joined by dots, such as \`api.example.com\`, without scheme, port or path, got ${show(value)}`,
    );
  }
  return value.toLowerCase();
}

/** True for a host name in lower case. */
export function isHostname(name: string): boolean {
  const labels = name.split('.');
  const last = labels[labels.length - 1]!;
  return (
    name.length <= MAX_LENGTH &&
    labels.length > 1 &&
    labels.every((label) => label === '*' || LABEL.test(label)) &&
    last !== '*' &&
    !/^\d+$/.test(last)
  );
}
