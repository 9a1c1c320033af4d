/** Names and labels as Kubernetes takes them. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */

/** A label of RFC 1123. */
export const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** The same in words. */
export const LABEL_RULE = 'lower-case letters, digits and hyphens, at most 63 characters';
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const MAX_SUBDOMAIN = 253;

/** True for a label of RFC 1123, such as the name of a namespace. */
export function isLabel(value: unknown): value is string {
  return typeof value === 'string' && LABEL.test(value);
}

/** True for a name of an object: labels joined by dots, at most 253 characters. */
export function isSubdomain(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_SUBDOMAIN && SUBDOMAIN.test(value);
}

/** True for a value of a label, which may be empty. */
export function isLabelValue(value: unknown): value is string {
  return value === '' || (typeof value === 'string' && QUALIFIED.test(value));
}

/** True for a key of a label: a name, with or without a domain before it. */
export function isLabelKey(value: unknown): value is string {
  if (typeof value !== 'string') {
    return false;
  }
  const parts = value.split('/');
  return parts.length === 1
    ? QUALIFIED.test(value)
    : parts.length === 2 && isSubdomain(parts[0]) && QUALIFIED.test(parts[1]!);
}
