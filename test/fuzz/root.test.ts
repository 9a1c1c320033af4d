import fc from 'fast-check';
import { INHERITED, anything, fuzz, near } from '../support/anything';
import { folder } from '../support/cli';
import { Cidr, Connection, Destination, HarnessPlatform, Plan, Port, Profile, Target } from 'harness-delegate-access';

const list = folder().write('list.yaml', '- jenkins: { to: [10.0.3.7/32] }');
const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const plan = Plan.of([jenkins]);

const REACH = {
  selfHosted: ['10.0.0.0/8'],
  machines: ['10.0.0.0/8'],
  saas: ['10.0.1.5/32'],
  awsServices: ['10.0.2.0/24'],
  googleApis: ['199.36.153.8/30'],
  harness: ['10.0.1.5/32'],
  dns: ['10.0.0.2/32'],
  proxyPorts: [3128],
  families: ['ipv4', 'ipv6'],
};
const ACKNOWLEDGED = [{ finding: 'PortOnlyEgress', connection: 'x', port: 443, reason: 'seen', until: '2027-01-31' }];
const OPTIONS = { profile: Profile.DOCUMENTED, reach: REACH, acknowledged: ACKNOWLEDGED, asOf: '2026-11-24' };
const HARNESS = { host: 'acme.harness.io', mtls: true, imageRegistry: 'registry.acme.com', manager: true };
const CUSTOM = { name: 'vault', to: ['10.0.0.0/8'], ports: [8200, '53/udp'], reason: 'secrets' };
const S3 = { buckets: ['one', { name: 'two', access: 'read', prefix: 'a/', kmsKeys: [] }], regions: ['eu-west-1'] };
const ECS = {
  machines: ['10.0.0.0/8'],
  clusters: ['c'],
  strategies: ['blueGreen'],
  blueGreen: { listeners: [], listenerRules: [] },
  ecrRepositories: ['a', { name: 'b', account: '111111111111' }],
};
const GCP = {
  machines: [],
  buckets: [{ name: 'abc', access: 'read' }],
  repositories: [{ location: 'us', repository: 'r', project: 'p', access: 'read' }],
  secrets: ['s'],
  gke: 'rbac',
};
const EC2 = { machines: [], asg: { names: ['a'], launchTemplateTag: { key: 'k', value: 'v' }, subnets: ['subnet-1'] } };
/** Anything but standard input, which would be waited for. */
const path = anything.filter((value) => value !== '-');
const either = (valid: unknown): fc.Arbitrary<unknown> => fc.oneof(anything, near(valid));

describe('whatever JavaScript passes to the root entry, nothing but an AccessError is thrown', () => {
  test.each<[string, fc.Arbitrary<unknown>, (...args: never[]) => unknown]>([
    [
      'Connection.of, the id',
      fc.oneof(anything, fc.constantFrom(...INHERITED)),
      (id: never) => Connection.of(id, undefined as never),
    ],
    ['Connection.parse, the id', fc.oneof(anything, fc.constantFrom(...INHERITED)), (id) => Connection.parse(id)],
    ['Connection.custom', either(CUSTOM), (props) => Connection.custom(props)],
    ['Connection.ssh', either({ to: ['10.0.0.0/8'], ports: [22] }), (props) => Connection.ssh(props)],
    ['Connection.awsS3', either(S3), (props) => Connection.awsS3(props)],
    ['Connection.awsEc2', either(EC2), (props) => Connection.awsEc2(props)],
    ['Connection.awsElbAlbEcs', either(ECS), (props) => Connection.awsElbAlbEcs(props)],
    ['Connection.gcp', either(GCP), (props) => Connection.gcp(props)],
    ['Connection.fromFile', path, (file) => Connection.fromFile(file)],
    ['Plan.fromFile', path, (file) => Plan.fromFile(file)],
    ['Plan.fromFile, the options', either(OPTIONS), (options) => Plan.fromFile(list, options)],
    ['Plan.of', either([jenkins, Connection.datadog()]), (connections) => Plan.of(connections)],
    ['Plan.of, the options', either(OPTIONS), (options) => Plan.of([jenkins], options)],
    ['Plan.of, reach', either(REACH), (reach) => Plan.of([jenkins], { reach })],
    ['Plan.of, acknowledged', either(ACKNOWLEDGED), (acknowledged) => Plan.of([jenkins], { acknowledged })],
    ['Plan.of, profile', anything, (profile) => Plan.of([jenkins], { profile })],
    ['Plan.of, harness', anything, (harness) => Plan.of([jenkins], { harness })],
    ['Plan.of, asOf', anything, (asOf) => Plan.of([jenkins], { asOf })],
    ['Plan.on', anything, (target) => plan.on(target)],
    ['Target.of', anything, (name) => Target.of(name)],
    ['Target.apply', anything, (value) => Target.AWS_SECURITY_GROUP.apply(value)],
    ['Profile.of', anything, (name) => Profile.of(name)],
    ['HarnessPlatform.of', either(HARNESS), (props) => HarnessPlatform.of(props)],
    ['Port.parse', anything, (value) => Port.parse(value)],
    ['Port.tcp', anything, (value) => Port.tcp(value)],
    ['Port.udpRange', fc.tuple(anything, anything), ([from, to]: [never, never]) => Port.udpRange(from, to)],
    ['Cidr.parse', anything, (value) => Cidr.parse(value)],
    ['Cidr.of', fc.tuple(anything, anything, anything), (args: [never, never, never]) => Cidr.of(...args)],
    ['Cidr.around', fc.tuple(anything, anything, anything), (args: [never, never, never]) => Cidr.around(...args)],
    ['Cidr.of, the base', fc.bigInt(), (base) => Cidr.of('ipv4', base, 8)],
    ['Cidr.of, the mask', fc.oneof(anything, fc.integer()), (prefix) => Cidr.of('ipv6', 0n, prefix)],
    ['Destination.parse', anything, (value) => Destination.parse(value)],
    ['Destination.ipv4', anything, (value) => Destination.ipv4(value)],
    ['Destination.ipv6', anything, (value) => Destination.ipv6(value)],
    ['Destination.hostname', anything, (value) => Destination.hostname(value)],
    ['Destination.deployTime, the value', anything, (value) => Destination.deployTime(value, { name: 'x' })],
    [
      'Destination.deployTime, the options',
      either({ name: 'x', family: 'ipv6' }),
      (options) => Destination.deployTime('${Token[TOKEN.1]}', options),
    ],
    [
      'Destination.native',
      fc.tuple(either({ platform: 'aws', kind: 'x', value: 1, weight: 1 }), either({ name: 'x' })),
      ([target, options]: [never, never]) => Destination.native(target, options),
    ],
  ])('%s', (_, values, act) => fuzz(values, act));
});
