import { finding, recorded, type Finding } from '../../plan';

/** Findings of the rule group for the names of a delegate: steps of others without which nothing is enforced. */

export interface NamesChoices {
  readonly policy: 'none' | 'new';
  readonly resolved: boolean;
  readonly action: 'drop' | 'alert';
  readonly blockOtherNames: boolean;
  /** The source is subnets or blocks. */
  readonly isOfSubnets: boolean;
}

const POLICY = recorded(
  'https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-settings.html',
);
const RESOLVED = recorded(
  'https://docs.aws.amazon.com/network-firewall/latest/developerguide/route53-resolved-ip-validation-policy-setting.html',
);
const DNS = recorded('https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html');

export function namesFindings(choices: NamesChoices): Finding[] {
  const { policy, resolved, action, blockOtherNames, isOfSubnets } = choices;
  const by = (steps: readonly string[]): string => steps.map((step, i) => `${i + 1}. ${step}`).join('; ');
  const routes = [
    "send the delegate's subnets to the firewall endpoint of their zone, and the way back too",
    'log alerts, or drops are not seen',
  ];
  return [
    policy === 'new'
      ? finding('FirewallByHand', 'names', {
          what: 'the policy judges nothing until a firewall has it and routes lead there',
          why: 'firewalls, endpoints, routes and logs belong to the network team',
          fix: by(['give the policy to the firewall', ...routes]),
          source: POLICY,
        })
      : finding('FirewallByHand', 'names', {
          what: 'the rule group judges nothing until the policy of a firewall has it and routes lead there',
          why: 'the policy, its firewall, routes and logs belong to the network team',
          fix: by([
            ...(resolved
              ? ['set the validation of resolved addresses of the policy to the DNS group of these names']
              : []),
            'add the group to a policy in strict order, before every group with broad passes',
            'forward all packets to the stateful engine, and drop by `aws:drop_established_app_layer_to_server`',
            ...routes,
          ]),
          source: POLICY,
        }),
    ...(resolved && policy === 'none' && action === 'drop'
      ? [
          finding('ResolvedByHand', 'names', {
            what: 'the names are closed until the policy validates resolved addresses with the DNS group of these names',
            why: 'without that setting such rules do nothing, and the drops of the group close everything; a policy takes one DNS group',
            fix: 'change the policy first, then deploy this, or set `resolved: false`',
            source: RESOLVED,
          }),
        ]
      : []),
    ...(action === 'alert'
      ? [
          finding('OnlyWatched', 'names', {
            what: 'everything else is logged, and nothing is dropped',
            why: "`action: 'alert'`",
            fix: "read the alerts, add what is missing to the list, and set `action: 'drop'`",
          }),
        ]
      : []),
    ...(blockOtherNames
      ? [
          finding('BlocksNamesForAll', 'names', {
            what: 'names that are not in the list are not resolved any more, for everything in the VPC',
            why: 'a group of DNS Firewall is associated with a VPC, not with a delegate',
            fix: 'use a VPC of its own for the delegate, or leave `blockOtherNames` out',
            source: DNS,
          }),
        ]
      : []),
    ...(isOfSubnets
      ? [
          finding('SourceIsSubnet', 'names', {
            what: 'everything in the subnets of the source is judged by the list of the delegate',
            why: 'a firewall sees addresses, not delegates',
            fix: 'give the delegate subnets of its own, or use a prefix list or a container association',
          }),
        ]
      : []),
  ];
}
