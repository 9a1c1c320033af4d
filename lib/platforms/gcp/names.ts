import { createHash } from 'node:crypto';

/** Names from content: the same content gives the same name, whatever else is in the list. */

/** RFC 1035, as Compute Engine requires it. GoogleCloudPlatform/magic-modules:mmv1/products/compute/Firewall.yaml@d57784406a */
export const RESOURCE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Name of a delegate: the rest of a rule's name is for the connection and a hash. */
export const DELEGATE_NAME = /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/;
const MAX_CONNECTION = 28;
const HASH = 8;

/** `<delegate>-<connection>-<hash of the whole identity>`, at most 58 characters. */
export function ruleName(delegate: string, connection: string, identity: string): string {
  return `${delegate}-${trim(connection.slice(0, MAX_CONNECTION))}-${hash(`${delegate}|${identity}`)}`;
}

/** Account ids have 6 to 30 characters. https://cloud.google.com/iam/docs/service-accounts-create */
export function accountIdOf(delegate: string): string {
  return delegate.length < 6 ? `${delegate}-delegate` : delegate;
}

/** A number of at least 0 and less than `size`, from the text alone. */
export function draw(text: string, size: number): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) % size;
}

function trim(text: string): string {
  return text.replace(/^-+|-+$/g, '');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH);
}
