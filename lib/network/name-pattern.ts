/** Host names with wildcards. */

export function isWildcardName(name: string): boolean {
  return name.includes('*');
}

/** True when a name has what a pattern says: each `*` is one label. */
export function matchesOneLabel(pattern: string, name: string): boolean {
  const [own, other] = [pattern.split('.'), name.split('.')];
  return own.length === other.length && own.every((label, i) => label === '*' || label === other[i]);
}

/** The smallest `*.suffix` that has whatever a pattern has: every name below the last `*`. */
export function subtreeOf(pattern: string): string {
  return pattern.slice(pattern.lastIndexOf('*'));
}

/** True when `*.suffix` has a name, at any depth below the suffix. */
export function matchesSubtree(pattern: string, name: string): boolean {
  return pattern.startsWith('*.') && name.endsWith(pattern.slice(1)) && name.length > pattern.length - 1;
}
