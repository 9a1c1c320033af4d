import { AccessError, isTokenText, show } from '../base';
import type { NativeTarget } from './native-target';
import { parsePods, podsText } from './pods';

/** Objects of the AWS CDK, and pods of a cluster, as destinations, by their shape: this room loads no CDK. */

/** A peer of the CDK, such as `Peer.ipv4('10.0.3.0/24')`. */
export interface PeerLike {
  readonly uniqueId: string;
  toEgressRuleConfig(): unknown;
}

/** A security group of the CDK, or a construct that has one. */
export interface ConnectableLike {
  readonly connections: { readonly securityGroups: readonly object[] };
}

/** The shape of a construct. */
interface Named {
  readonly node?: { readonly path?: unknown };
}

/** Makes destinations, so that this module needs no class. */
interface Makers<T> {
  literal(text: string): T;
  native(target: NativeTarget, options: { readonly name: string }): T;
}

/** The destination that an object is, or `undefined` for one that is none. @throws AccessError `InvalidDestination`, `InvalidPods` */
export function destinationOfObject<T>(value: object, make: Makers<T>): T | undefined {
  if ('pods' in value && Object.keys(value).length === 1) {
    const pods = parsePods(value.pods);
    const target = { platform: 'kubernetes', kind: 'pods', value: pods, isNamedByValue: true, weight: 1 } as const;
    return make.native(target, { name: podsText(pods) });
  }
  const { cidrIp, cidrIpv6, destinationPrefixListId: list } = ruleOf(value);
  const block = cidrIp ?? cidrIpv6;
  if (typeof block === 'string' && !isTokenText(block)) {
    return make.literal(block);
  }
  if (block === undefined && list === undefined && !isConnectable(value)) {
    return undefined;
  }
  const path = (value as Named).node?.path;
  if (block === undefined && list === undefined && typeof path === 'string' && path !== '') {
    return make.native({ platform: 'aws', kind: 'connectable', value, weight: 1 }, { name: path });
  }
  throw AccessError.of(
    'InvalidDestination',
    typeof block === 'string'
      ? 'the block of the peer is known only at deployment: write `Destination.deployTime(block, { name })`'
      : typeof list === 'string'
        ? `a prefix list counts for its entries in the quota: write \`AwsDestination.prefixList(${isTokenText(list) ? 'id' : `'${list}'`}, { weight })\``
        : `a destination with a security group and without a path needs a name: \`AwsDestination.connectable(target, { name })\`, got ${show(value)}`,
  );
}

/** The part of a rule that a peer makes. */
function ruleOf(value: object): Readonly<Record<string, unknown>> {
  return isPeer(value) ? (value.toEgressRuleConfig() as Readonly<Record<string, unknown>>) : {};
}

function isConnectable(value: object): value is ConnectableLike {
  const { connections } = value as {
    readonly connections?: { readonly securityGroups?: unknown; readonly allowTo?: unknown };
  };
  return (
    typeof connections === 'object' &&
    connections !== null &&
    typeof connections.allowTo === 'function' &&
    Array.isArray(connections.securityGroups)
  );
}

function isPeer(value: object): value is PeerLike {
  return typeof (value as Partial<PeerLike>).toEgressRuleConfig === 'function';
}
