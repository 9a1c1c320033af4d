import { Token } from 'aws-cdk-lib';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import { AccessError, show } from '../../../base';
import { Destination } from '../../../network';

export interface ConnectableOptions {
  /** What it is called: its identity in the plan. 1 to 1,000 characters. */
  readonly name: string;
}

export interface PrefixListOptions {
  /** What it is called: its identity in the plan. @default - the id, when it is literal */
  readonly name?: string;
  /**
   * How many rules it counts for in the quota of a security group: the maximum number of entries of a list of yours, or
   * the weight of a list of AWS (S3: 1, CloudFront: 55).
   * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   */
  readonly weight: number;
}

const ID = /^pl-[0-9a-f]{8,17}$/;

/** Destinations that only AWS can name. */
export class AwsDestination {
  /**
   * A security group, or anything that has one: both directions are opened, outbound here and inbound there.
   *
   * @throws AccessError `InvalidDestination`, `InvalidText`
   */
  public static connectable(target: IConnectable, options: ConnectableOptions): Destination {
    if (!isConnectable(target)) {
      throw AccessError.of(
        'InvalidDestination',
        `\`target\` must be a security group or another IConnectable, got ${show(target)}`,
      );
    }
    return Destination.native({ platform: 'aws', kind: 'connectable', value: target, weight: 1 }, options);
  }

  /** A prefix list by its id (`pl-…` or a token). @throws AccessError `InvalidPrefixList` */
  public static prefixList(id: string, options: PrefixListOptions): Destination {
    if (typeof id !== 'string' || (!Token.isUnresolved(id) && !ID.test(id))) {
      throw AccessError.of(
        'InvalidPrefixList',
        `\`id\` must be the id of a prefix list, such as pl-0123456789abcdef0, got ${show(id)}`,
      );
    }
    const name = options?.name ?? (Token.isUnresolved(id) ? undefined : id);
    if (name === undefined) {
      throw AccessError.of('InvalidPrefixList', 'a prefix list whose id is known only at deployment needs a `name`');
    }
    if (!Number.isInteger(options?.weight) || options.weight < 1) {
      throw AccessError.of(
        'InvalidPrefixList',
        `\`weight\` must be the number of rules that the list counts for, got ${show(options?.weight)}`,
      );
    }
    return Destination.native({ platform: 'aws', kind: 'prefix-list', value: id, weight: options.weight }, { name });
  }
}

function isConnectable(target: unknown): boolean {
  const connections: Partial<Connections> | undefined =
    typeof target === 'object' && target !== null ? (target as Partial<IConnectable>).connections : undefined;
  return typeof connections?.allowTo === 'function' && Array.isArray(connections.securityGroups);
}
