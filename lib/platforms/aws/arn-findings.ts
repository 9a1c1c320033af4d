import { finding, partitionOf, placeOfArn, type Finding, type Permission } from '../../plan';

/** Account and region of a stack, when the app sets them. */
export interface StackPlace {
  readonly account?: string;
  readonly region?: string;
}

/** ARNs of another partition or account than the stack's, whose roles, keys and load balancers the delegate never reaches. */
export function arnFindings(permissions: readonly Permission[], { account, region }: StackPlace): Finding[] {
  const partition = region === undefined ? undefined : partitionOf(region).id;
  return permissions.flatMap(({ actions, resources, reasons }) => {
    // A role in another account is what `assumeRoles` is for.
    const isAssumed = actions.every((action) => action === 'sts:AssumeRole');
    return resources.flatMap((resource) => {
      const place = placeOfArn(resource);
      const isOtherPartition = place !== undefined && partition !== undefined && place.partition !== partition;
      const isOtherAccount = (place?.account ?? '') !== '' && account !== undefined && place!.account !== account;
      const { connection } = reasons[0]!;
      return [
        ...(isOtherPartition
          ? [elsewhere('OtherPartition', connection, resource, `the partition ${place.partition}`, partition)]
          : []),
        ...(isOtherAccount && !isAssumed && !isOtherPartition
          ? [elsewhere('OtherAccount', connection, resource, `the account ${place!.account}`, account)]
          : []),
      ];
    });
  });
}

function elsewhere(
  kind: 'OtherPartition' | 'OtherAccount',
  connection: string,
  arn: string,
  where: string,
  own: string,
): Finding {
  return finding(kind, connection, {
    port: arn.slice(arn.indexOf(':', 4) + 1),
    what: `${arn} is in ${where}, and the stack in ${own}`,
    why:
      kind === 'OtherPartition'
        ? 'partitions share nothing: the statement never allows anything'
        : 'another account must allow it as well, and a role of another account cannot be passed',
    fix: 'check the ARN, or make a delegate there',
  });
}
