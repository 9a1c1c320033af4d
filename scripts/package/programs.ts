import { esmProgram, LOADING_CODE } from './loading';
import { ONE_CLASS_CODE } from './one-class';

/** Programs of a user, by the entry points that they need. */

export type Entry = 'root' | 'aws' | 'gcp';

const ROOT_CODE = `
const { AccessError, Connection, Plan, Target, reviewOf, toMarkdown, toSvg, toTable } = require('harness-delegate-access');
const text = toTable(reviewOf(Plan.of([Connection.jenkins({ to: ['10.0.3.7/32', '2001:db8::/32'] })]).on(Target.AWS_SECURITY_GROUP)));
if (!text.includes('2001:db8::/32')) throw new Error(text);
require('node:fs').writeFileSync('list.yaml', '- jenkins: { to: [10.0.3.7/32] }');
const review = reviewOf(Plan.fromFile('list.yaml').on(Target.AWS_SECURITY_GROUP));
if (!toSvg(review).includes('jenkins') || !toMarkdown(review).includes('jenkins')) throw new Error('the review lost a connection');
require('harness-delegate-access/connections.schema.json');
const renamed = Object.entries(require('harness-delegate-access')).filter(([name, value]) => /^[A-Z][a-z]/.test(name) && value.name !== name);
if (renamed.length > 0) throw new Error('classes with another name: ' + renamed.join());
try { Connection.parse('jenkns'); throw new Error('no error'); } catch (error) { if (!(error instanceof AccessError)) throw error; }
`;

/** The command, as a shell finds it. */
const CLI_CODE = `
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const run = (...args) => spawnSync('node_modules/.bin/harness-delegate-access', args, { encoding: 'utf8' });
const expect = (result, status, text) => {
  if (result.status !== status || !(result.stdout + result.stderr).includes(text)) throw new Error(JSON.stringify(result));
};
writeFileSync('cli.yaml', '- jenkins: { to: [10.0.3.7/32] }\\n');
expect(run('--version'), 0, JSON.parse(readFileSync('node_modules/harness-delegate-access/package.json', 'utf8')).version);
expect(run('list'), 0, '59 connections');
expect(run('review', 'cli.yaml', '--out', 'cli.html'), 0, 'wrote cli.html');
if (!readFileSync('cli.html', 'utf8').includes('10.0.3.7/32')) throw new Error('no page');
expect(run('diff', 'cli.yaml', 'cli.yaml'), 0, 'No port, no permission and no manual step changes');
expect(run('review', 'nope.yaml'), 2, 'FileNotFound');
const aws = run('synth', 'cli.yaml', '--to', 'cloudformation', '--out', 'cli-aws');
const gcp = run('synth', 'cli.yaml', '--to', 'terraform', '--project', 'acme-prod', '--network', 'prod', '--out', 'cli-gcp');
existsSync('node_modules/aws-cdk-lib') ? expect(aws, 0, 'template.json') : expect(aws, 2, 'npm install aws-cdk-lib constructs');
existsSync('node_modules/cdktf') ? expect(gcp, 0, 'main.tf.json') : expect(gcp, 2, 'npm install cdktf');
expect(run('synth', 'cli.yaml', '--to', 'suricata', '--source', '10.0.1.0/24', '--out', 'cli-names'), 0, 'rule-group.json');
expect(run('synth', 'cli.yaml', '--to', 'dns-list', '--out', 'cli-names'), 0, 'domains.txt');
expect(run('audit', 'cli.yaml', '--template', 'cli-names/rule-group.json'), 0, 'Exactly');
for (const kind of ['kubernetes-network-policy', 'cilium-network-policy', 'gke-fqdn-network-policy', 'eks-application-network-policy']) {
  expect(run('synth', 'cli.yaml', '--to', kind, '--name', 'd', '--namespace', 'h', '--out', kind), 0, 'policies.yaml');
  expect(run('audit', kind + '/review.json', '--template', kind + '/policies.yaml'), 0, 'Exactly');
}
if (existsSync('cli-aws/template.json')) expect(run('audit', 'cli.yaml', '--template', 'cli-aws/template.json'), 0, 'Exactly');
`;

const AWS_CODE = `
const { App, Stack } = require('aws-cdk-lib');
const { Vpc, SecurityGroup } = require('aws-cdk-lib/aws-ec2');
const { ManagedPolicy, Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { Template } = require('aws-cdk-lib/assertions');
const { Connection, Profile } = require('harness-delegate-access');
const { DelegateAccess, DelegateEgress } = require('harness-delegate-access/aws');
const stack = new Stack(new App(), 'S');
const vpc = new Vpc(stack, 'Vpc');
const s3 = Connection.awsS3({ buckets: ['a-bucket'] });
new DelegateAccess(stack, 'Access', { vpc, profile: Profile.RECOMMENDED, connections: [s3, Connection.datadog()], assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
const changed = new Stack(new App(), 'Changed');
const access = new DelegateAccess(changed, 'Access', { vpc: new Vpc(changed, 'Vpc'), profile: Profile.RECOMMENDED, connections: [s3], assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
access.role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
access.egress.node.findChild('Resource').addPropertyOverride('SecurityGroupEgress', [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]);
Template.fromStack(changed);
const seen = access.findings.map(({ key }) => key).filter((key) => key.startsWith('Unplanned')).join();
if (!/UnplannedEgress.*everything to 0.0.0.0\\/0/.test(seen) || !/UnplannedPermission.*AdministratorAccess/.test(seen)) throw new Error('not seen: ' + seen);
const template = Template.fromStack(stack);
template.resourceCountIs('AWS::IAM::ManagedPolicy', 2);
const fails = (act, code) => { try { act(); } catch (error) { if (error.code === code) return; throw error; } throw new Error('expected ' + code); };
const role = Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111111111111:role/x', { mutable: false });
fails(() => new DelegateAccess(stack, 'B', { vpc, connections: [s3], role }), 'ImmutableRole');
const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'G', 'sg-1', { mutable: false, allowAllOutbound: false });
fails(() => new DelegateEgress(stack, 'C', { connections: [s3], securityGroup }), 'ImmutableSecurityGroup');
`;

/** Writes Terraform JSON as users do, without what names the core and the version of the provider that wrote it. */
const GCP_CODE = `
const { readFileSync } = require('node:fs');
const { App, TerraformStack } = require('cdktf');
const { GoogleProvider } = require('@cdktf/provider-google/lib/provider');
const { Connection, Profile } = require('harness-delegate-access');
const { DelegateAccess } = require('harness-delegate-access/gcp');
const app = new App({ outdir: 'out' });
const stack = new TerraformStack(app, 'stack');
new GoogleProvider(stack, 'google', { project: 'acme-prod' });
const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.gcp({ machines: [], gke: 'rbac', buckets: ['a-bucket'] })];
const common = { name: 'delegate', project: 'acme-prod', network: 'prod', connections, profile: Profile.RECOMMENDED };
new DelegateAccess(stack, 'rules', common);
new DelegateAccess(stack, 'policy', { ...common, name: 'named', firewallPolicy: 'new' });
app.synth();
const index = Object.keys(require.cache).filter((file) => /provider-google\\/lib\\/(lazy-)?index\\.js$/.test(file));
if (index.length > 0) throw new Error('loads the index of the provider');
const bad = new TerraformStack(new App({ outdir: 'bad' }), 'bad');
new GoogleProvider(bad, 'google', {});
const { egress } = new DelegateAccess(bad, 'access', common);
egress.rules[0].addOverride('priority', -1);
let caught;
try { bad.node.root.synth(); } catch (error) { caught = String(error); }
if (!/must be an integer between 0 and 65535, got -1/.test(caught)) throw new Error('validation did not run: ' + caught);
const json = JSON.parse(readFileSync('out/stacks/stack/cdk.tf.json', 'utf8'));
delete json['//'];
delete json.terraform.backend;
delete json.terraform.required_providers.google.version;
process.stdout.write(JSON.stringify(json));
`;

/** Fails to compile when something of the entry point has no type: `any` takes everything but the place of `never`. */
function typed(entry: string): string {
  return `import * as all from '${entry}';
type Never = { [K in keyof typeof all]: (typeof all)[K] extends never ? K : never }[keyof typeof all];
export function untyped(value: Never): never { return value; }
`;
}

const TYPES_ROOT = `import { AccessError, Connection, Destination, Plan, Port, Profile, Target, type ConnectionId, type Finding, type PlanOptions } from 'harness-delegate-access';
const options: PlanOptions = { profile: Profile.RECOMMENDED, reach: { saas: [Destination.anyIpv4()] } };
const findings: readonly Finding[] = Plan.of([Connection.smtp({ to: ['10.0.0.0/8'], ports: [Port.tcp(587)] })], options).on(Target.AWS_SECURITY_GROUP).findings;
export const error: AccessError | undefined = findings.length > 0 ? undefined : AccessError.of('X', 'x');
// @ts-expect-error the table leaves the port open, so the type demands it
Connection.prometheus({ to: ['10.0.0.0/8'] });
// @ts-expect-error there is no such connection
export const id: ConnectionId = 'jenkns';
${typed('harness-delegate-access')}`;
const TYPES_AWS = `import { Stack } from 'aws-cdk-lib';
import type { IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Connection } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';
export function use(stack: Stack, access = new DelegateAccess(stack, 'A', { connections: [Connection.datadog()] })): [IConnectable, IGrantable] { return [access, access]; }
${typed('harness-delegate-access/aws')}`;

const TYPES_GCP = `import { TerraformStack } from 'cdktf';
import { Connection } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/gcp';
export function use(stack: TerraformStack, access = new DelegateAccess(stack, 'A', { name: 'delegate', project: 'acme-prod', network: 'prod', connections: [Connection.datadog()] })): string { return access.email; }
${typed('harness-delegate-access/gcp')}`;

const KUBERNETES_CODE = `
const { AccessError, Connection, Destination, Plan } = require('harness-delegate-access');
const { KubernetesAccess, KubernetesDestination } = require('harness-delegate-access/kubernetes');
const to = [KubernetesDestination.pods({ namespace: 'ci', labels: { app: 'jenkins' } })];
const access = new KubernetesAccess({ name: 'd', namespace: 'h', connections: [Connection.jenkins({ to, ports: [8080] })] });
if (!(to[0] instanceof Destination && access.plan instanceof Plan)) throw new Error('another class');
if (!access.toYaml().includes('app: jenkins') || !access.table().includes('pods ci/app=jenkins')) throw new Error(access.toYaml());
try { new KubernetesAccess({ name: 'D', namespace: 'h', connections: [] }); throw new Error('no error'); } catch (error) { if (!(error instanceof AccessError)) throw error; }
`;
const TYPES_KUBERNETES = `import { Connection } from 'harness-delegate-access';
import { KubernetesAccess, type KubernetesManifest } from 'harness-delegate-access/kubernetes';
export function use(access = new KubernetesAccess({ name: 'd', namespace: 'h', connections: [Connection.kubernetesCluster({ inherit: true })] })): KubernetesManifest[] { return access.manifests(); }
${typed('harness-delegate-access/kubernetes')}`;

const FILES: Readonly<Record<Entry, Readonly<Record<string, string>>>> = {
  root: {
    'root.cjs': ROOT_CODE,
    'loading.cjs': LOADING_CODE,
    'cli.cjs': CLI_CODE,
    'root.mjs': esmProgram('harness-delegate-access', 'Connection', 'little'),
    'types-root.ts': TYPES_ROOT,
    'kubernetes.cjs': KUBERNETES_CODE,
    'kubernetes.mjs': esmProgram('harness-delegate-access/kubernetes', 'KubernetesAccess', 'a CDK'),
    'types-kubernetes.ts': TYPES_KUBERNETES,
  },
  aws: {
    'aws.cjs': AWS_CODE,
    'aws.mjs': esmProgram('harness-delegate-access/aws', 'DelegateAccess', 'a CDK'),
    'types-aws.ts': TYPES_AWS,
  },
  gcp: {
    'gcp.cjs': GCP_CODE,
    'gcp.mjs': esmProgram('harness-delegate-access/gcp', 'DelegateAccess', 'a CDK'),
    'types-gcp.ts': TYPES_GCP,
  },
};

/** Programs of a project that has the peers of these entry points, by the name of their file. */
export function programsOf(entries: readonly Entry[]): Readonly<Record<string, string>> {
  const isAll = Object.keys(FILES).every((entry) => entries.includes(entry as Entry));
  return Object.assign({}, ...entries.map((entry) => FILES[entry]), isAll ? { 'one-class.cjs': ONE_CLASS_CODE } : {});
}
