import { untyped, type Case } from './case';
import {
  Connection,
  Destination,
  HarnessPlatform,
  Plan,
  Profile,
  Target,
  toDelegateEnv,
  toSquid,
  toSuricata,
  type PlanOptions,
} from 'harness-delegate-access';

const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const plan = (options: unknown): Plan => Plan.of([jenkins], options as PlanOptions);
const acknowledged = (change: object): (() => Plan) => {
  const entry = { finding: 'PortOnlyEgress', connection: 'jenkins', reason: 'seen', ...change };
  return () => plan({ acknowledged: [entry] });
};
const { RECOMMENDED } = Profile;
const named = (value: string): Connection =>
  Connection.custom({
    name: value.slice(6, 7),
    to: [Destination.deployTime(value, { name: 'db' })],
    ports: [1],
    reason: 'x',
  });

/** Lists, options, profiles and targets. */
export const PLANS: readonly Case[] = [
  [
    'an id in place of a connection',
    () => Plan.of(untyped(['jenkins'])),
    'InvalidConnection',
    '`connections[0]` must be a `Connection`, got "jenkins"; write `Connection.of(id, props)`',
  ],
  [
    'two connections of one name',
    () => Plan.of([jenkins, jenkins]),
    'DuplicateName',
    'got `jenkins` 2 times; set another `name`',
  ],
  [
    'machines without a place',
    () => Plan.of([Connection.winRm()]),
    'MissingMachines',
    /lead to machines; set `machines`.*`machines: \[\]` for none/,
  ],
  [
    'permissions without a scope',
    () => Plan.of([Connection.awsS3()], { profile: RECOMMENDED }),
    'MissingScope',
    /RECOMMENDED needs `buckets`: .*or choose `Profile\.DOCUMENTED`/,
  ],
  [
    'one name for two values',
    () => Plan.of([named('${var.a}'), named('${var.b}')]),
    'ConflictingName',
    'the destination name "db" has two different values; create it once',
  ],
  ['options that are a list', () => plan([]), 'InvalidProp', 'got a list of 0'],
  [
    'a day that does not exist',
    () => plan({ asOf: '2026-02-30' }),
    'InvalidDate',
    '`asOf` must be a date such as 2027-01-31, got "2026-02-30"',
  ],
  [
    'a Harness by its name',
    () => plan({ harness: 'prod1' }),
    'InvalidHarness',
    'must be a `HarnessPlatform`, got "prod1"; write `HarnessPlatform.of({ cluster: \'prod1\' })`',
  ],
  [
    'a reach that is a list',
    () => plan({ reach: [] }),
    'InvalidReach',
    /`reach` must be an object with `selfHosted`.*got a list of 0/,
  ],
  [
    'a kind of destination that every object has',
    () => plan({ reach: { constructor: ['10.0.0.0/8'] } }),
    'UnknownProp',
    '`reach` has no "constructor"',
  ],
  [
    'an empty kind of destination',
    () => plan({ reach: { saas: [] } }),
    'EmptyList',
    '`reach.saas` must have at least one entry, got an empty list',
  ],
  [
    'a bad block in the reach',
    () => plan({ reach: { dns: ['10.0.0.2'] } }),
    'MissingMask',
    /`reach\.dns\[0\]`: .*did you mean `10\.0\.0\.2\/32`\?/,
  ],

  [
    'a proxy that is nowhere',
    () => plan({ reach: { saas: 'proxy' } }),
    'MissingProxy',
    /`reach\.saas` is reached through the proxy.*`reach\.proxy` is not set; set `proxy: \{ to: \['10\.0\.9\.10\/32'\], ports: \[3128\] \}`/,
  ],
  [
    'a proxy without ports',
    () => plan({ reach: { saas: { to: ['10.0.9.10/32'] } } }),
    'MissingProp',
    '`reach.saas` needs `ports`',
  ],
  [
    'a word that a kind does not take',
    () => plan({ reach: { saas: 'Proxy' } }),
    'InvalidReach',
    '`reach.saas` must be a list of destinations, a proxy (`{ to, ports }`), or \'proxy\', got "Proxy"; did you mean `proxy`?',
  ],
  [
    'public vendors, which they are without it',
    () => plan({ reach: { saas: 'public' } }),
    'InvalidReach',
    '`reach.saas` must be a list of destinations, a proxy (`{ to, ports }`), or \'proxy\', got "public"',
  ],
  [
    'an HTTP proxy on UDP',
    () => plan({ reach: { saas: { to: ['10.0.9.10/32'], ports: ['3128/udp'] } } }),
    'InvalidReach',
    '`reach.saas.ports[0]` must be a TCP port, since HTTP is spoken over TCP, got 3128/udp',
  ],
  [
    'a proxy by its name, where a target matches none',
    () =>
      Plan.of([Connection.datadog()], { reach: { proxy: { to: ['proxy.acme.io'], ports: [3128] }, saas: 'proxy' } }).on(
        Target.AWS_SECURITY_GROUP,
      ),
    'UnenforceableHostname',
    'cannot match the host name `proxy.acme.io`; set `to` of the proxy to its address blocks',
  ],
  [
    'a proxy for machines',
    () => plan({ reach: { machines: 'proxy', proxy: { to: ['10.0.9.10/32'], ports: [3128] } } }),
    'InvalidReach',
    '`reach.machines` is reached by address: SSH, WinRM and load balancers do not speak to an HTTP proxy; set its blocks',
  ],
  [
    'a proxy for resolvers',
    () => plan({ reach: { dns: { to: ['10.0.9.10/32'], ports: [3128] } } }),
    'InvalidReach',
    '`reach.dns` is reached by address: resolvers do not speak to an HTTP proxy',
  ],
  [
    'an endpoint of the global address of STS',
    () => plan({ reach: { awsServices: { 'sts-global': ['10.0.1.9/32'] } } }),
    'NoEndpoint',
    '`reach.awsServices.sts-global`: sts.amazonaws.com has no endpoint in any region, got 1 destination; set `sts`',
  ],
  [
    'an endpoint of IAM where it has none',
    () =>
      Plan.of([Connection.awsElbAlbEcs({ machines: [] })], {
        region: 'eu-west-1',
        reach: {
          awsServices: {
            iam: [Destination.native({ platform: 'aws', kind: 'connectable', value: {}, weight: 1 }, { name: 'iam' })],
          },
        },
      }),
    'NoEndpoint',
    '`reach.awsServices.iam`: iam has an endpoint in us-east-1 only, and `aws-elb-alb-ecs` is used in eu-west-1',
  ],
  [
    'a service without an endpoint',
    () => plan({ reach: { awsServices: { route53: ['10.0.1.9/32'] } } }),
    'UnknownProp',
    '`reach.awsServices` has no "route53"; allowed: `default`, `s3`',
  ],

  [
    'acknowledgements that are no list',
    () => plan({ acknowledged: {} }),
    'InvalidProp',
    '`acknowledged` must be a list, got a value of type object',
  ],
  [
    'an acknowledgement that is a text',
    () => plan({ acknowledged: ['PortOnlyEgress'] }),
    'InvalidAcknowledgement',
    /`acknowledged\[0\]` must be an object with `finding`, .*got "PortOnlyEgress"$/,
  ],
  [
    'an acknowledgement without a reason',
    acknowledged({ reason: undefined }),
    'MissingProp',
    '`acknowledged[0]` needs `reason`',
  ],
  [
    'an acknowledgement with a key of its own',
    acknowledged({ why: 'x' }),
    'UnknownProp',
    /`acknowledged\[0\]` has no "why"; allowed: `finding`/,
  ],
  [
    'a finding that is misspelt',
    acknowledged({ finding: 'PortOnlyEgres' }),
    'UnknownFinding',
    'got "PortOnlyEgres"; did you mean `PortOnlyEgress`?',
  ],
  [
    'an acknowledgement of a port that is a list',
    acknowledged({ port: [443] }),
    'InvalidPort',
    '`acknowledged[0].port` must be a number or a string, got a list of 1',
  ],

  [
    'a registry that is true',
    () => HarnessPlatform.of({ cluster: 'prod1', imageRegistry: untyped(true) }),
    'InvalidHostname',
    'got true',
  ],
  [
    'a target that does not exist',
    () => Target.of('aws-security-groups'),
    'UnknownTarget',
    'got "aws-security-groups"; did you mean `aws-security-group`?',
  ],
  [
    'a target for a list',
    () => Target.AWS_SECURITY_GROUP.apply(untyped([jenkins])),
    'InvalidPlan',
    '`plan` must be a plan of `Plan.of`, got a list of 1',
  ],
  [
    'a host name on a platform that matches none',
    () => Plan.of([Connection.jenkins({ to: ['ci.acme.com'] })]).on(Target.AWS_SECURITY_GROUP),
    'UnenforceableHostname',
    /AWS security group cannot match the host name `ci\.acme\.com`; .*`unenforceable: 'port-only'`/,
  ],
  [
    'a group of AWS on Google Cloud',
    () =>
      Plan.of([
        Connection.jenkins({
          to: [Destination.native({ platform: 'aws', kind: 'x', value: 1, weight: 1 }, { name: 'db' })],
        }),
      ]).on(Target.GCP_VPC_RULES),
    'NativeElsewhere',
    'db is a destination of aws only, which Google Cloud VPC firewall cannot match; set a destination of this platform',
  ],
  [
    'layers of two clouds',
    () => plan({}).on(Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES),
    'LayersApart',
    '`aws-security-group` and `gcp-vpc-rules` are never on one path: AWS security group and Google Cloud VPC firewall filter different networks; make a review for each',
  ],
  [
    'two forms of one layer',
    () => plan({}).on(Target.AWS_NETWORK_FIREWALL, Target.AWS_NETWORK_FIREWALL_RESOLVED),
    'LayersApart',
    '`aws-network-firewall` and `aws-network-firewall-resolved` are two forms of one layer; name the one that you have',
  ],
  [
    'a layer that is named twice',
    () => plan({}).on(Target.PROXY, Target.AWS_SECURITY_GROUP, Target.PROXY),
    'DuplicateLayer',
    'the layer `proxy` is named twice; name each layer of the path once',
  ],
  [
    'a layer that is a name',
    () => plan({}).on(Target.AWS_SECURITY_GROUP, untyped('aws-network-firewall')),
    'UnknownTarget',
    'the target of a plan must be a `Target`, such as `Target.AWS_SECURITY_GROUP`, got "aws-network-firewall"',
  ],
  [
    'a host name of a protocol that shows none, behind a firewall of names',
    () =>
      Plan.of([Connection.ssh({ to: ['git.acme.com'] })]).on(Target.AWS_SECURITY_GROUP, Target.AWS_NETWORK_FIREWALL),
    'UnenforceableHostname',
    "connection `ssh`: AWS security group and AWS Network Firewall cannot match the host name `git.acme.com`, which 22 does not show; set its address blocks, or allow any address with `unenforceable: 'port-only'`",
  ],
  [
    'a proxy that is itself behind the proxy',
    () =>
      Plan.of([Connection.custom({ name: 'own', to: ['proxy.acme.com'], ports: [443], reason: 'x' })], {
        reach: { proxy: { to: ['proxy.acme.com'], ports: [3128] }, selfHosted: 'proxy' },
      }),
    'ProxyBehindItself',
    'connection `own`: proxy.acme.com is the proxy of `reach.selfHosted`, and is reached through that proxy; set `to` to its address',
  ],
  [
    'an allow list of a proxy that nothing goes through',
    () => toSquid(plan({})),
    'NothingProxied',
    "nothing of the list goes through a proxy; set `reach.proxy` to its addresses and ports, and `'proxy'` for what it leads to, such as `saas: proxy`",
  ],
  [
    'the settings of a delegate with two proxies',
    () =>
      toDelegateEnv(
        plan({
          reach: {
            harness: { to: ['10.0.9.10/32'], ports: [3128] },
            selfHosted: { to: ['10.0.9.11/32'], ports: [3128] },
            saas: { to: ['10.0.9.11/32'], ports: [3128] },
            googleApis: { to: ['10.0.9.10/32'], ports: [3128] },
          },
        }).with([Connection.datadog()]),
      ),
    'SeveralProxies',
    "a delegate has one proxy, and reach.googleApis and reach.harness and reach.saas name several; write it once, in `reach.proxy`, and `'proxy'` elsewhere",
  ],
  [
    'the settings of a delegate with a block of proxies',
    () => toDelegateEnv(plan({ reach: { proxy: { to: ['10.0.9.0/28'], ports: [3128, 8443] }, harness: 'proxy' } })),
    'ProxyNotOneHost',
    'the delegate needs one host and one port of its proxy, got `10.0.9.0/28` on `3128` or `8443`; set `host` and `port` (`--proxy-host`, `--proxy-port`)',
  ],
  [
    'a rule that is longer than Network Firewall takes',
    () =>
      toSuricata(
        Plan.of([
          Connection.custom({
            name: 'own',
            to: ['*.acme.io', ...Array.from({ length: 900 }, (_, i) => `service-${i}.acme.io`)],
            ports: [443],
            reason: 'x',
          }),
        ]),
        { resolved: true },
      ),
    'RuleTooLong',
    'and Network Firewall takes 8192; name fewer hosts beside that wildcard, or leave it out',
  ],
  [
    'published addresses of what is not in the list',
    () => plan({ published: [{ for: 'datadog', source: 'https://example.com/', date: '2026-10-01' }] }),
    'InvalidPublished',
    'no connection and no part of `reach` that is set is named "datadog"',
  ],
];
