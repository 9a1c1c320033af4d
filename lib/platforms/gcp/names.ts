import { createHash } from 'node:crypto';

/** Names and priorities from content: the same content gives the same name, whatever else is in the list. */

/** RFC 1035, as Compute Engine requires it. GoogleCloudPlatform/magic-modules:mmv1/products/compute/Firewall.yaml@d57784406a */
export const RESOURCE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Longest prefix: the rest of a rule's name is for the connection and a hash. */
export const MAX_PREFIX = 24;
const MAX_CONNECTION = 28;
const HASH = 8;

/** Priorities of a network firewall policy go up to 2^31 - 1; lower numbers come first. */
const ALLOW_FROM = 1_000_000;
const DENY_FROM = 1_500_000_000;
const ALLOW_BITS = 30;
const DENY_BITS = 28;

/** A prefix of at most 24 characters from the path of a construct; a long one ends in a hash of all of it. */
export function prefixOf(path: string): string {
  const slug = slugOf(path);
  return slug.length <= MAX_PREFIX ? slug : `${trim(slug.slice(0, MAX_PREFIX - HASH - 1))}-${hash(path)}`;
}

/** `<prefix>-<connection>-<hash of the whole identity>`, at most 62 characters. */
export function ruleName(prefix: string, connection: string, identity: string): string {
  return `${prefix}-${trim(connection.slice(0, MAX_CONNECTION))}-${hash(identity)}`;
}

export function allowPriority(identity: string): number {
  return ALLOW_FROM + bits(identity, ALLOW_BITS);
}

/** After every allow rule. */
export function denyPriority(identity: string): number {
  return DENY_FROM + bits(identity, DENY_BITS);
}

/** Account ids have 6 to 30 characters. https://cloud.google.com/iam/docs/service-accounts-create */
export function accountIdOf(prefix: string): string {
  return prefix.length < 6 ? `${prefix}-delegate` : prefix;
}

function slugOf(path: string): string {
  const slug = trim(path.toLowerCase().replace(/[^a-z0-9]+/g, '-'));
  return /^[a-z]/.test(slug) ? slug : trim(`d-${slug}`);
}

function trim(text: string): string {
  return text.replace(/^-+|-+$/g, '');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH);
}

function bits(text: string, count: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % 2 ** count;
}
