import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PrefixList, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ENV, newStack, someVpc } from '../../support/stacks';
import { Connection, Target } from 'harness-delegate-access';
import { AwsDestination, DelegateAccess, DelegateNames, type DelegateNamesProps } from 'harness-delegate-access/aws';

const datadog = Connection.datadog({ site: 'datadoghq.eu' });
const ssh = Connection.githubRepo({ ssh: true });
type Stack = ReturnType<typeof newStack>;

function made(props: Partial<DelegateNamesProps> | ((stack: Stack) => Partial<DelegateNamesProps>) = {}) {
  const stack = newStack({ env: ENV }, 'Stack', new App());
  const names = new DelegateNames(stack, 'Names', {
    connections: [datadog, ssh],
    source: { cidrs: ['10.0.1.0/24'] },
    review: false,
    asOf: '2026-11-26',
    ...(typeof props === 'function' ? props(stack) : props),
  });
  return { stack, names, template: Template.fromStack(stack) };
}
const kinds = (names: DelegateNames): string[] => names.findings.map(({ finding }) => finding);
const groupOf = (template: Template): Record<string, never> =>
  Object.values(template.findResources('AWS::NetworkFirewall::RuleGroup'))[0]!.Properties as never;

describe('for a team that has a firewall', () => {
  test('makes a rule group in strict order, for its source alone, and the DNS group, and nothing else', () => {
    const { template, names, stack } = made();
    template.hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      RuleGroupName: Match.stringLikeRegexp('-200$'),
      Capacity: 200,
      Type: 'STATEFUL',
      RuleGroup: {
        RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.0.1.0/24'] } } },
        RulesSource: { RulesString: names.rules.rules },
        StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
      },
    });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        Match.objectLike({ Action: 'ALLOW', FirewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' }),
      ],
    });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: names.domains });
    expect(
      Object.values(template.toJSON().Resources as Record<string, { Type: string }>)
        .map(({ Type }) => Type)
        .sort(),
    ).toEqual([
      'AWS::NetworkFirewall::RuleGroup',
      'AWS::Route53Resolver::FirewallDomainList',
      'AWS::Route53Resolver::FirewallRuleGroup',
    ]);
    expect(names.rules.rules).not.toContain('aws_route_53_resolved_domain');
    expect(names.policyArn).toBeUndefined();
    const outputs = Object.values(template.toJSON().Outputs as Record<string, { Value: unknown }>).map(
      ({ Value }) => Value,
    );
    expect(outputs).toEqual(
      [names.ruleGroupArn, names.dnsRuleGroupId, names.dnsRuleGroup.attrArn].map(
        (value) => stack.resolve(value) as unknown,
      ),
    );
  });

  test('says what the network team must do, in order', () => {
    const { names } = made();
    const [entry] = names.findings.filter(({ finding }) => finding === 'FirewallByHand');
    expect(entry!.fix).toMatch(/^1\. add the group to a policy in strict order.*; 2\. forward.*; 3\. send.*; 4\. log/);
    expect(kinds(names)).toEqual(expect.arrayContaining(['NotInThePath', 'OtherGroupsFirst', 'SourceIsSubnet']));
  });

  test('ties names to addresses only when it is told that the policy uses its DNS group, which it associates', () => {
    const { template, names } = made((stack) => ({ resolved: true, vpc: someVpc(stack) }));
    expect(names.rules.rules).toContain('aws_route_53_resolved_domain:"api.datadoghq.eu"');
    template.resourceCountIs('AWS::Route53Resolver::FirewallRuleGroupAssociation', 1);
    const fixes = Object.fromEntries(names.findings.map(({ finding, fix }) => [finding, fix]));
    expect(fixes.ResolvedByHand).toBe('change the policy first, then deploy this, or set `resolved: false`');
    expect(fixes.FirewallByHand).toMatch(/^1\. set the validation of resolved addresses/);
    expect(names.toReview().target.name).toBe('aws-network-firewall-resolved');
  });
});

describe('with a policy of its own', () => {
  const own = (more: Partial<DelegateNamesProps> = {}) =>
    made((stack) => ({ policy: 'new', vpc: someVpc(stack), ...more }));

  test('drops in strict order what no group passes, once its protocol is known, and validates addresses', () => {
    const { template, names, stack } = own();
    template.hasResourceProperties('AWS::NetworkFirewall::FirewallPolicy', {
      FirewallPolicy: {
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        StatefulDefaultActions: [
          'aws:drop_established_app_layer_to_server',
          'aws:alert_established_app_layer_to_server',
        ],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'REJECT' },
        StatefulRuleGroupReferences: [{ ResourceArn: stack.resolve(names.ruleGroupArn) as unknown, Priority: 100 }],
        Route53ResolvedIPValidation: {
          Action: 'ALERT',
          DNSFirewallRuleGroupId: stack.resolve(names.dnsRuleGroupId) as unknown,
          DNSExpiryExceptionPolicy: 'CONTINUE',
          SourceIPRanges: ['10.0.1.0/24'],
        },
      },
    });
    expect(kinds(names)).not.toContain('ResolvedByHand');
    const github = names.toReview().ports.find(({ key }) => key === 'github-repo:22');
    expect(github?.enforcement).toBe('host name');
  });

  test('leaves the drops to it where it is told to, and validates nothing where that is off', () => {
    const { template, names } = own({ closed: false, resolved: false });
    expect(names.rules.rules).not.toContain('drop ');
    template.hasResourceProperties('AWS::NetworkFirewall::FirewallPolicy', {
      FirewallPolicy: { Route53ResolvedIPValidation: Match.absent() },
    });
    template.resourceCountIs('AWS::Route53Resolver::FirewallRuleGroupAssociation', 0);
  });

  test('drops nothing while it watches, and warns of that', () => {
    const { template, names } = own({ action: 'alert' });
    template.hasResourceProperties('AWS::NetworkFirewall::FirewallPolicy', {
      FirewallPolicy: { StatefulDefaultActions: ['aws:alert_established_app_layer_to_server'] },
    });
    expect(names.rules.rules).not.toMatch(/^drop /m);
    expect(kinds(names)).toContain('OnlyWatched');
    const words = names.toReview().ports.filter(({ asked }) => asked);
    expect(words.map(({ enforcement }) => enforcement).join('')).toBe('');
  });

  test('blocks other names in the VPC on request alone', () => {
    const { template, names } = own({ blockOtherNames: true });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        Match.objectLike({ Action: 'ALLOW' }),
        Match.objectLike({ Action: 'BLOCK', BlockResponse: 'NXDOMAIN' }),
      ],
    });
    expect(kinds(names)).toContain('BlocksNamesForAll');
  });
});

describe('its source', () => {
  test('is subnets, which may be made in the same stack', () => {
    const { template } = made((stack) => ({
      source: { subnets: new Vpc(stack, 'Net', { maxAzs: 2 }).privateSubnets },
    }));
    expect(groupOf(template)).toMatchObject({
      RuleGroup: { RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.0.128.0/18', '10.0.192.0/18'] } } } },
    });
  });

  test('is a prefix list, or a container association, by reference in every rule', () => {
    const list = made((stack) => ({
      source: { prefixList: PrefixList.fromPrefixListId(stack, 'List', 'pl-0123456789abcdef0') },
    }));
    expect(groupOf(list.template)).toMatchObject({
      RuleGroup: { ReferenceSets: { IPSetReferences: { DELEGATE: { ReferenceArn: expect.anything() as unknown } } } },
    });
    const containers = 'arn:aws:network-firewall:eu-west-1:111122223333:container-association/delegate';
    const pods = made({ source: { containers } });
    for (const { names } of [list, pods]) {
      expect(
        names.rules.rules.split('\n').filter((rule) => rule !== '' && !rule.includes(' @DELEGATE any -> ')),
      ).toEqual([]);
      expect(kinds(names)).not.toContain('SourceIsSubnet');
    }
    expect(JSON.stringify(groupOf(pods.template))).toContain(containers);
  });
});

test('its names fit into those of DNS Firewall, and each construct has a priority of its own', () => {
  const stack = newStack({ env: ENV }, 'AStackOfATeamThatLikesLongNamesForEverythingItDeploysAnywhere', new App());
  for (const id of ['FirstDelegateOfThatTeam', 'SecondDelegateOfThatTeam']) {
    new DelegateNames(stack, id, {
      connections: [datadog],
      source: { cidrs: ['10.0.1.0/24'] },
      policy: 'new',
      blockOtherNames: true,
      vpc: someVpc(stack, `Vpc${id}`),
      review: false,
    });
  }
  const template = Template.fromStack(stack);
  const dns = Object.values(
    template.toJSON().Resources as Record<string, { Type: string; Properties: { Name?: string } }>,
  );
  const names = dns.flatMap(({ Type, Properties: { Name } }) => (Type.includes('Route53Resolver') ? [Name!] : []));
  expect(names.length).toBe(8);
  expect(names.filter(({ length }) => length > 64)).toEqual([]);
  const associations = Object.values(template.findResources('AWS::Route53Resolver::FirewallRuleGroupAssociation')) as {
    Properties: { Priority: number };
  }[];
  expect(new Set(associations.map(({ Properties }) => Properties.Priority)).size).toBe(2);
});

test('says what the list of DNS Firewall lacks or widens, where it counts', () => {
  const connections = [
    Connection.custom({ name: 'own', to: ['my_host.acme.io', '*.acme.io'], ports: [443], reason: 'x' }),
  ];
  const { names } = made((stack) => ({ connections, policy: 'new', vpc: someVpc(stack) }));
  expect(names.findings.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['NameWidened:own:443/*.acme.io', 'NameNotExpressible:own:443/my_host.acme.io']),
  );
});

describe('an edit of the list', () => {
  const CREATE_ONLY = ['RuleGroupName', 'Capacity', 'Type', 'Name', 'FirewallPolicyName'];
  const immutable = ({ template }: { template: Template }): unknown =>
    Object.entries(template.toJSON().Resources as Record<string, { Properties: Record<string, unknown> }>).map(
      ([id, { Properties }]) => [id, CREATE_ONLY.map((name) => Properties[name])],
    );
  const withList = (connections: DelegateNamesProps['connections'], more: Partial<DelegateNamesProps> = {}) =>
    made((stack) => ({ policy: 'new', vpc: someVpc(stack), connections, ...more }));

  test('changes nothing that cannot be changed in place', () => {
    expect(immutable(withList([datadog, ssh, Connection.newRelic()]))).toEqual(immutable(withList([datadog])));
  });

  test('to another capacity makes another group of another name', () => {
    const name = ({ template }: { template: Template }): string =>
      (groupOf(template) as unknown as { RuleGroupName: string }).RuleGroupName;
    expect(name(withList([datadog], { capacity: 400 }))).toBe(name(withList([datadog])).replace(/-200$/, '-400'));
  });
});

test('a delegate behind it says what both check, in its own review', () => {
  const stack = newStack({ env: ENV }, 'Stack', new App());
  const access = new DelegateAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections: [
      datadog,
      Connection.jenkins({ to: ['ci.acme.io', AwsDestination.prefixList('pl-0123456789abcdef0', { weight: 2 })] }),
    ],
    behind: [Target.AWS_NETWORK_FIREWALL],
    review: false,
  });
  const review = access.toReview();
  expect(review.behind?.map(({ target }) => target.name)).toEqual(['aws-network-firewall']);
  expect(review.ports.find(({ key }) => key === 'jenkins:443')).toMatchObject({ enforcement: 'address, claimed name' });
  const severities = Object.fromEntries(access.findings.map(({ key, severity }) => [key, severity]));
  expect(severities).toMatchObject({ 'PortOnlyEgress:datadog:443': 'notice', 'NotInThePath:egress': 'warning' });
});

test('imported subnets need their blocks', () => {
  expect(() => made((stack) => ({ source: { subnets: [Subnet.fromSubnetId(stack, 'S', 'subnet-0123')] } }))).toThrow(
    /the block of the subnet Stack\/S is not known: import it with `ipv4CidrBlock`, or set `source\.cidrs`/,
  );
});
