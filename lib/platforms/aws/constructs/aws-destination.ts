import { Token } from 'aws-cdk-lib';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import { show } from '../../../base';
import { Destination } from '../../../network';
import { refuse } from '../../../platform';

export interface ConnectableOptions {
  /** Its name and identity in the plan. 1 to 1,000 characters. */
  readonly name: string;
}

export interface PrefixListOptions {
  /** Its name and identity in the plan. @default - the id, when it is literal */
  readonly name?: string;
  /**
   * Number of rules that it counts for in the quota of a security group: the maximum number of entries of your own list,
   * or the weight of a list of AWS (S3: 1, CloudFront: 55).
   * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   */
  readonly weight: number;
}

const ID = /^pl-[0-9a-f]{8,17}$/;

/** Destinations that exist only on AWS. */
export class AwsDestination {
  /**
   * A security group, or anything that has one: opens both directions, outbound here and inbound there.
   *
   * @throws AccessError `InvalidDestination`, `InvalidText`
   *
   * @example
   * ```ts
   * const database = ec2.SecurityGroup.fromSecurityGroupId(this, 'Database', 'sg-0123456789abcdef0');
   * Connection.custom({
   *   name: 'database',
   *   to: [AwsDestination.connectable(database, { name: 'database' })],
   *   ports: [5432],
   *   reason: 'migrations run on the delegate',
   * });
   * ```
   */
  public static connectable(target: IConnectable, options: ConnectableOptions): Destination {
    refuse({
      when: !isConnectable(target),
      code: 'InvalidDestination',
      message: `\`target\` must be a security group or another IConnectable, got ${show(target)}`,
    });
    return Destination.native({ platform: 'aws', kind: 'connectable', value: target, weight: 1 }, options);
  }

  /**
   * A prefix list by its id (`pl-…` or a token).
   *
   * @throws AccessError `InvalidPrefixList`
   *
   * @example
   * ```ts
   * Connection.jenkins({ to: [AwsDestination.prefixList('pl-0123456789abcdef0', { weight: 20 })] });
   * ```
   */
  public static prefixList(id: string, options: PrefixListOptions): Destination {
    const isToken = Token.isUnresolved(id);
    const name = options?.name ?? (isToken ? undefined : id);
    const { weight }: Partial<PrefixListOptions> = options ?? {};
    refuse(
      {
        when: typeof id !== 'string' || (!isToken && !ID.test(id)),
        code: 'InvalidPrefixList',
        message: `\`id\` must be the id of a prefix list, such as pl-0123456789abcdef0, got ${show(id)}`,
      },
      {
        when: name === undefined,
        code: 'InvalidPrefixList',
        message: 'the id of the prefix list is known only at deployment: set `name`',
      },
      {
        when: !Number.isInteger(weight) || weight! < 1,
        code: 'InvalidPrefixList',
        message: `\`weight\` must be the number of rules that the list counts for, got ${show(weight)}`,
      },
    );
    return Destination.native({ platform: 'aws', kind: 'prefix-list', value: id, weight: weight! }, { name: name! });
  }
}

function isConnectable(target: unknown): boolean {
  const connections: Partial<Connections> | undefined =
    typeof target === 'object' && target !== null ? (target as Partial<IConnectable>).connections : undefined;
  return typeof connections?.allowTo === 'function' && Array.isArray(connections.securityGroups);
}
