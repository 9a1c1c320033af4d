import { untyped, type Case } from './case';
import {
  Connection,
  Destination,
  HarnessPlatform,
  Plan,
  Profile,
  Target,
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
    'no list',
    () => Plan.of(untyped(undefined)),
    'EmptyList',
    '`connections` must be a list with at least one connection, got undefined',
  ],
  ['an empty list', () => Plan.of([]), 'EmptyList', 'got an empty list'],
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
    'got `jenkins` 2 times; give one of them a `name`',
  ],
  [
    'a service of yours without a place',
    () => Plan.of([Connection.jenkins()]),
    'MissingDestination',
    /port 443 leads to a service of yours, so it needs `to`.*or `reach\.selfHosted`/,
  ],
  [
    'machines without a place',
    () => Plan.of([Connection.winRm()]),
    'MissingMachines',
    /lead to machines, so it needs `machines`.*`machines: \[\]` for none/,
  ],
  [
    'permissions without a scope',
    () => Plan.of([Connection.awsS3()], { profile: RECOMMENDED }),
    'MissingScope',
    /the recommended profile needs `buckets`: .*or choose `Profile\.DOCUMENTED`/,
  ],
  [
    'a swap without its listeners',
    () =>
      Plan.of([Connection.awsElbAlbEcs({ machines: [], clusters: ['c'], passRoles: [], strategies: ['blueGreen'] })], {
        profile: RECOMMENDED,
      }),
    'MissingScope',
    'the strategy `blueGreen` needs `blueGreen: { listeners, listenerRules }`',
  ],
  [
    'one name for two values',
    () => Plan.of([named('${var.a}'), named('${var.b}')]),
    'ConflictingName',
    'the destination name "db" stands for two different values; make it once',
  ],
  [
    'options that are nothing',
    () => plan(null),
    'InvalidProp',
    /the options of a plan must be an object with `profile`.*got null/,
  ],
  ['options that are a list', () => plan([]), 'InvalidProp', 'got a list of 0'],
  [
    'an option that is misspelt',
    () => plan({ profil: 'documented' }),
    'UnknownProp',
    /a plan has no option "profil"; allowed: .*did you mean `profile`\?/,
  ],
  [
    'a profile that does not exist',
    () => plan({ profile: 'strict' }),
    'InvalidProfile',
    '`profile` must be `documented` or `recommended`, got "strict"',
  ],
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
    'a kind of destination that is misspelt',
    () => plan({ reach: { sass: ['10.0.0.0/8'] } }),
    'UnknownProp',
    /`reach` has no "sass"; allowed: .*did you mean `saas`\?/,
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
    '`reach.saas`: must be a list with at least one destination, got an empty list',
  ],
  [
    'a bad block in the reach',
    () => plan({ reach: { dns: ['10.0.0.2'] } }),
    'MissingMask',
    /`reach\.dns`: entry 0: .*did you mean `10\.0\.0\.2\/32`\?/,
  ],
  [
    'a proxy port that is none',
    () => plan({ reach: { proxyPorts: [70_000] } }),
    'InvalidPort',
    '`reach.proxyPorts[0]`: `port` must be an integer between 1 and 65535, got 70000',
  ],
  [
    'a family of the reach that does not exist',
    () => plan({ reach: { families: ['ipv5'] } }),
    'InvalidChoice',
    '`reach.families` must be a list of `ipv4` and `ipv6`, got "ipv5"',
  ],

  [
    'acknowledgements that are no list',
    () => plan({ acknowledged: {} }),
    'InvalidAcknowledgement',
    '`acknowledged` must be a list, got a value of type object',
  ],
  [
    'an acknowledgement that is a text',
    () => plan({ acknowledged: ['PortOnlyEgress'] }),
    'InvalidAcknowledgement',
    /`acknowledged\[0\]`: must be an object with `finding`, `connection` and `reason`/,
  ],
  [
    'an acknowledgement with a key of its own',
    acknowledged({ why: 'x' }),
    'UnknownProp',
    /`acknowledged\[0\]`: has no "why"; allowed: `finding`/,
  ],
  [
    'a finding that is misspelt',
    acknowledged({ finding: 'PortOnlyEgres' }),
    'UnknownFinding',
    'got "PortOnlyEgres"; did you mean `PortOnlyEgress`?',
  ],
  [
    'an acknowledgement without a reason',
    acknowledged({ reason: undefined }),
    'InvalidText',
    '`reason` must be a text that is not empty, got undefined',
  ],
  [
    'an acknowledgement until no day',
    acknowledged({ until: 'soon' }),
    'InvalidDate',
    '`until` must be a date such as 2027-01-31, got "soon"',
  ],
  [
    'an acknowledgement of a port that is a list',
    acknowledged({ port: [443] }),
    'InvalidPort',
    '`port` must be a number or a text, got a list of 1',
  ],

  [
    'a Harness without an address',
    () => HarnessPlatform.of({}),
    'InvalidHarness',
    '`harness` needs `cluster` or `host`',
  ],
  [
    'mutual TLS without your own address',
    () => HarnessPlatform.of({ cluster: 'prod1', mtls: true }),
    'InvalidHarness',
    "mutual TLS needs your own address, such as `host: 'acme.harness.io'`",
  ],
  [
    'a cluster that Harness does not have',
    () => HarnessPlatform.of({ cluster: untyped('prod9') }),
    'InvalidChoice',
    /`harness\.cluster` must be .*got "prod9"/,
  ],
  [
    'a registry that is true',
    () => HarnessPlatform.of({ cluster: 'prod1', imageRegistry: untyped(true) }),
    'InvalidHostname',
    'got true',
  ],
  [
    'a profile of nothing',
    () => Profile.of(undefined),
    'InvalidProfile',
    '`profile` must be `documented` or `recommended`, got undefined',
  ],
  [
    'a target that does not exist',
    () => Target.of('aws-security-groups'),
    'UnknownTarget',
    'got "aws-security-groups"; did you mean `aws-security-group`?',
  ],
  [
    'a plan on the name of a target',
    () => plan({}).on(untyped('aws-security-group')),
    'UnknownTarget',
    'such as `Target.AWS_SECURITY_GROUP`, got "aws-security-group"',
  ],
  [
    'a target for a list',
    () => Target.AWS_SECURITY_GROUP.apply(untyped([jenkins])),
    'InvalidPlan',
    'a target takes a plan that `Plan.of` made, got a list of 1',
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
    'db is a destination of aws only, which Google Cloud VPC firewall cannot name; give this platform a destination of its own',
  ],
];
