import type { Construct } from 'constructs';
import { isExpression } from './checks';
import type { DelegateEgressProps } from './egress-props';
import { DelegateFirewallPolicy } from './firewall-policy';
import { targetsText } from './targets';
import { nameOrNothing } from './token-names';
import { isTokenText } from '../../../base';
import { DECIDED_AT_DEPLOYMENT, type ReviewWhere } from '../../../review';

/** Whose access it is, and where: what two delegates with the same list differ in. */

export function egressWhere(scope: Construct, props: DelegateEgressProps): ReviewWhere {
  const { name, project, network, firewallPolicy = 'none', cluster } = props;
  return {
    construct: scope.node.path,
    name,
    ...known(scope, 'project', project),
    ...known(scope, 'network', network),
    ...known(scope, 'targets', targetsText(props)),
    ...known(scope, 'policy', policyText(name, firewallPolicy)),
    ...known(scope, 'cluster', cluster?.name ?? cluster?.controlPlane.map(String).join(', ')),
  };
}

export function permissionsWhere(
  scope: Construct,
  { name, project }: { readonly name: string; readonly project: string },
  email: string,
): ReviewWhere {
  return {
    construct: scope.node.path,
    name,
    ...known(scope, 'project', project),
    ...known(scope, 'serviceAccount', email),
  };
}

/** Places of both halves; the rules apply to the machines of the account that the permissions are granted to. */
export function accessWhere(
  scope: Construct,
  [permissions, egress]: readonly [ReviewWhere, ReviewWhere],
  targetsOwn: boolean,
): ReviewWhere {
  const targets = targetsOwn ? { targets: `service account ${permissions.serviceAccount}` } : {};
  // Under Shared VPC the rules are in the project of the network.
  const roles = permissions.project === egress.project ? {} : { rolesProject: permissions.project };
  return { ...permissions, ...egress, ...targets, ...roles, construct: scope.node.path };
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

/** A value as it is; one of the deployment by what it refers to. */
function known(scope: Construct, place: keyof ReviewWhere, value: string | undefined): ReviewWhere {
  if (value === undefined) {
    return {};
  }
  const reference = isTokenText(value) ? nameOrNothing(scope, value) : value.replace(/^\$\{|\}$/g, '');
  const text = reference === '' ? DECIDED_AT_DEPLOYMENT : `${reference} (${DECIDED_AT_DEPLOYMENT})`;
  return { [place]: isExpression(value) || isTokenText(value) ? text : value };
}
