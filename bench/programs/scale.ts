import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { AccessError } from '../../lib/base';
import { auditOf, readTemplate } from '../../lib/compare';
import { Connection } from '../../lib/connection';
import { aggregate, Cidr, Destination, minimise, Port, subtract, type Rule } from '../../lib/network';
import { Plan } from '../../lib/plan';
import { Target } from '../../lib/platforms/target';
import { reviewOf } from '../../lib/review';

/** `scale <case> <size>` prints what came out, the CPU time of the process in milliseconds and its peak memory in KiB. */

/** The same for the same place, each below `count` once, in no order; for sizes that it has no factor in common with. */
const mixed = (i: number, count: number): number => (i * 7_368_787) % count;

/** Blocks of one address; no two of them make up a larger one. */
function texts(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const n = 2 * mixed(i, count);
    return `10.${Math.floor(n / 65536)}.${Math.floor(n / 256) % 256}.${n % 256}/32`;
  });
}

/** Blocks that make up a few larger ones. */
function neighbours(count: number): Cidr[] {
  return Array.from({ length: count }, (_, i) => Cidr.around('ipv4', BigInt(0x0a000000 + mixed(i, count)), 32));
}

function rules(destinations: readonly Destination[]): Rule<string>[] {
  const port = Port.tcp(443);
  return destinations.map((destination, i) => ({ port, destination, enforcement: 'address', reasons: [`${i}`] }));
}

function plan(count: number): string {
  const connection = Connection.custom({ name: 'many', to: texts(count), ports: [443], reason: 'to measure' });
  const target = Plan.of([connection], { asOf: '2026-11-24' }).on(Target.GCP_VPC_RULES);
  const lines = target.lines.reduce((sum, line) => sum + line.rules.length, 0);
  return `${target.flows.length} flows, ${target.minimised.length} rules, ${lines} in lines`;
}

/** A port that is closed for one connection and open for another, each with blocks of its own. */
function closed(count: number): string {
  const jenkins = Connection.of('jenkins', { to: texts(count), ports: [8080] });
  const custom = Connection.custom({ name: 'many', to: texts(count), ports: [443], reason: 'to measure' });
  const { lines } = Plan.of([jenkins, custom], { asOf: '2026-11-24' }).on(Target.GCP_VPC_RULES);
  return `${lines.map(({ rules: all }) => all.length).join(', ')} rules in lines`;
}

/** The problem of a file that is no list of connections. */
function refused(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'scale-'));
  try {
    const path = join(folder, 'list.yaml');
    writeFileSync(path, text);
    Plan.fromFile(path);
    return 'no problem';
  } catch (error) {
    return error instanceof AccessError ? `${error.problems.length} problems, ${error.code}` : `${error as Error}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A template of many groups, each with 60 rules. */
function template(groups: number): object {
  const egress = (group: number): object[] =>
    Array.from({ length: 60 }, (_, i) => ({
      IpProtocol: 'tcp',
      FromPort: 8443,
      ToPort: 8443,
      CidrIp: `10.${group % 250}.${60 * Math.floor(group / 250) + i}.0/24`,
    }));
  const all = Array.from({ length: groups }, (_, i) => [
    `Group${i}`,
    { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'd', SecurityGroupEgress: egress(i) } },
  ]);
  return { Resources: Object.fromEntries(all) as unknown };
}

function audited(text: string): string {
  const jenkins = Connection.of('jenkins', { to: ['10.0.3.7/32'] });
  const review = reviewOf(Plan.of([jenkins], { asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP));
  return `${auditOf(review, readTemplate(text)).surplus.length} × excess, ${(text.length / 1e6).toFixed(1)} MB`;
}

/** The template with buckets up to 6 MB. */
function sixMegabytes(groups: number): string {
  const text = stringify(template(groups));
  const bucket = (i: number): string => `  Bucket${i}:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n`;
  return (
    text + Array.from({ length: Math.ceil((6e6 - text.length) / bucket(10_000).length) }, (_, i) => bucket(i)).join('')
  );
}

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const CASES: Readonly<Record<string, (size: number) => string>> = {
  'nothing': () => '',
  'audit of JSON, 60 rules a group': (size) => audited(JSON.stringify(template(size))),
  'audit of YAML, 60 rules a group': (size) => audited(stringify(template(size))),
  'audit of 6 MB of YAML': (size) => audited(sixMegabytes(size)),
  'keys of a file': (size) => refused(lines(size, (i) => `key${i}: 1`)),
  'keys of an entry': (size) => refused(`- ${lines(size, (i) => `key${i}: 1`).replaceAll('\n', '\n  ')}`),
  'keys of a connection': (size) => refused(`- jenkins:\n${lines(size, (i) => `    key${i}: 1`)}`),
  'one key again and again': (size) => refused(lines(size, () => `key: 1`)),
  'wrong entries': (size) => refused(lines(size, (i) => `- entry${i}`)),
  'aggregate, apart': (size) => `${aggregate(texts(size).map((text) => Cidr.parse(text))).length} blocks`,
  'aggregate, neighbours': (size) => `${aggregate(neighbours(size)).length} blocks`,
  'minimise, apart': (size) =>
    `${minimise(rules(texts(size).map((text) => Destination.parse(text))), byText).length} rules`,
  'minimise, neighbours': (size) =>
    `${minimise(rules(neighbours(size).map((cidr) => Destination.fromCidr(cidr))), byText).length} rules`,
  'subtract': (size) => {
    const all = texts(size).map((text) => ({ protocol: 'tcp', from: 443, to: 443, place: Destination.parse(text) }));
    return `${subtract(all, all.slice(0, size / 2)).length} rests`;
  },
  'plan': plan,
  'closed port beside an open one': closed,
};

const [name, size] = [process.argv[2] ?? '', Number(process.argv[3])];
const result = CASES[name]!(size);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ result, milliseconds: (userCPUTime + systemCPUTime) / 1000, kibibytes: maxRSS }));
