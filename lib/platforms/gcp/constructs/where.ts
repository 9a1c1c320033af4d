import type { Construct } from 'constructs';
import { isExpression } from './checks';
import type { DelegateEgressProps } from './egress-props';
import { DelegateFirewallPolicy } from './firewall-policy';
import { targetsText } from './targets';
import { DECIDED_AT_DEPLOYMENT, type ReviewWhere } from '../../../review';

/** Whose access it is, and where: what two delegates with the same list differ in. */

export function egressWhere(scope: Construct, props: DelegateEgressProps): ReviewWhere {
  const { name, project, network, firewallPolicy = 'none', cluster } = props;
  return {
    construct: scope.node.path,
    name,
    ...known('project', project),
    ...known('network', network),
    ...known('targets', targetsText(props)),
    ...known('policy', policyText(name, firewallPolicy)),
    ...known('cluster', cluster?.name ?? cluster?.controlPlane.join(', ')),
  };
}

export function permissionsWhere(
  scope: Construct,
  { name, project }: { readonly name: string; readonly project: string },
  email: string,
): ReviewWhere {
  return { construct: scope.node.path, name, ...known('project', project), ...known('serviceAccount', email) };
}

/** Places of both halves; the rules apply to the machines of the account that the permissions are granted to. */
export function accessWhere(
  scope: Construct,
  [permissions, egress]: readonly [ReviewWhere, ReviewWhere],
  targetsOwn: boolean,
): ReviewWhere {
  const targets = targetsOwn ? { targets: `service account ${permissions.serviceAccount}` } : {};
  return { ...permissions, ...egress, ...targets, construct: scope.node.path };
}

function policyText(name: string, choice: NonNullable<DelegateEgressProps['firewallPolicy']>): string | undefined {
  if (choice === 'none') {
    return undefined;
  }
  if (choice === 'new') {
    return name;
  }
  return choice instanceof DelegateFirewallPolicy ? choice.created.nameInput : choice.name;
}

function known(place: keyof ReviewWhere, value: string | undefined): ReviewWhere {
  return value === undefined ? {} : { [place]: isExpression(value) ? DECIDED_AT_DEPLOYMENT : value };
}
