import { chunkOf } from '../bundle/chunks';

/**
 * Everything of the package in one process: a class that were in two files would be two classes, of which `instanceof`
 * and private members know only their own.
 */

const file = (module: string): string => `'${chunkOf(module).file}'`;

export const ONE_CLASS_CODE = `
const { readdirSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const dist = join(dirname(require.resolve('harness-delegate-access/package.json')), 'dist');
const [root, aws, gcp] = ['', '/aws', '/gcp'].map((entry) => require('harness-delegate-access' + entry));
const scripts = readdirSync(dist, { recursive: true }).filter((path) => /^(?!bin|vendor).*\\.js$/.test(path));

// No module is in two files: each begins with its name.
const homes = new Map();
for (const script of scripts) {
  for (const [, module] of readFileSync(join(dist, script), 'utf8').matchAll(/^\\/\\/ (lib\\/.+\\.ts)$/gm)) {
    if ((homes.get(module) ?? script) !== script) throw new Error(module + ' is in ' + homes.get(module) + ' and ' + script);
    homes.set(module, script);
  }
}
if (homes.size < 200) throw new Error('found ' + homes.size + ' modules');

// A loader exports functions that make its modules.
const valuesOf = (exported) =>
  Object.entries(exported).flatMap(([name, value]) => (name.startsWith('./lib/') ? Object.values(value()) : [value]));
const isClass = (value) => typeof value === 'function' && /^class\\b/.test(Function.prototype.toString.call(value));
const classes = new Map();
/** The classes of users are another one on each platform. */
const key = (script, { name }) => (name in aws && name in gcp ? script + ' ' : '') + name;
for (const script of scripts) {
  for (const value of valuesOf(require(join(dist, script))).filter(isClass)) {
    const place = key(script, value);
    if ((classes.get(place) ?? value) !== value) throw new Error('two classes ' + place);
    classes.set(place, value);
  }
}
['AccessError', 'Connection', 'Plan', 'PlanOnTarget', 'Cidr', 'Destination', 'Port', 'Profile', 'Target'].forEach((name) => {
  if (root[name] === undefined || classes.get(name) !== root[name]) throw new Error('the class ' + name + ' was not seen');
});

// The base of the constructs is one for both platforms.
const { DelegateConstruct } = require(join(dist, ${file('constructs/delegate-construct.ts')}));
const { App, Stack } = require('aws-cdk-lib');
const { Vpc } = require('aws-cdk-lib/aws-ec2');
const cdktf = require('cdktf');
const connections = [root.Connection.jenkins({ to: ['10.0.3.7/32'] })];
const stack = new Stack(new App(), 'S');
const terraform = new cdktf.TerraformStack(new cdktf.App({ outdir: 'one-class' }), 'S');
const shared = { connections, profile: root.Profile.RECOMMENDED };
const made = [
  new aws.DelegateEgress(stack, 'Egress', { ...shared, vpc: new Vpc(stack, 'Vpc') }),
  new gcp.DelegateEgress(terraform, 'egress', { ...shared, name: 'delegate', project: 'acme-prod', network: 'prod', targetTags: ['delegate'] }),
];
for (const construct of made) {
  if (!(construct instanceof DelegateConstruct)) throw new Error('another DelegateConstruct');
  if (!(construct.plan instanceof root.Plan && construct.onTarget instanceof root.PlanOnTarget)) throw new Error('another Plan');
  if (!root.toTable(root.reviewOf(construct.onTarget)).includes('10.0.3.7/32')) throw new Error('the connection is lost');
}

// Every entry point and every part that is loaded later throws the AccessError of the root.
const fails = (what, act) => {
  try {
    act();
  } catch (error) {
    if (error instanceof root.AccessError) return;
    throw error;
  }
  throw new Error(what + ' does not fail');
};
fails('the root', () => root.Connection.parse('jenkns'));
fails('a connection', () => root.Connection.jenkins({ to: ['10.0.3.7'] }));
fails('/aws', () => new aws.DelegateAccess(stack, 'Bad', { connections }));
fails('/gcp', () => new gcp.DelegateAccess(terraform, 'bad', { name: 'bad', connections, project: 'acme-prod', network: 'a b' }));
fails('a review', () => root.parseReview('{}'));
fails('a template', () => root.readTemplate('{}'));
fails('a list', () => root.Plan.fromFile('no-such-list.yaml'));

// The command says what an AccessError says, and calls anything else a defect.
const { main } = require(join(dist, ${file('cli/main.ts')}));
const write = process.stderr.write;
const command = (...args) => {
  let said = '';
  process.argv = [process.execPath, 'bin.js', ...args];
  process.stderr.write = (text) => (said += text) !== '';
  main('0.0.0');
  process.stderr.write = write;
  if (process.exitCode !== 2 || /defect/.test(said)) throw new Error('the command ends with ' + process.exitCode + ': ' + said);
  process.exitCode = 0;
};
command('review', 'no-such-list.yaml');
require('node:fs').writeFileSync('one-class.yaml', '- jenkins: { to: [10.0.3.7/32] }');
command('synth', 'one-class.yaml', '--to', 'terraform', '--project', 'acme-prod', '--network', 'a b', '--out', 'one-class-out');
`;
