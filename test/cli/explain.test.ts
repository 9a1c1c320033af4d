import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { acknowledgementYaml, SUBJECTS, type Acknowledged } from '../../lib/cli/catalogue/finding-example';
import { findingsFacts, type FindingFacts } from '../../lib/cli/catalogue/finding-facts';
import { findingsMarkdown } from '../../lib/cli/catalogue/finding-markdown';
import { cli, folder } from '../support/cli';
import { everyRow } from '../support/every-row';
import {
  Connection,
  Destination,
  FINDING_KINDS,
  HarnessPlatform,
  Plan,
  type PlanOptions,
  Profile,
  Target,
  type Finding,
} from 'harness-delegate-access';

const PAGE = readFileSync(join(__dirname, '../../docs/findings.md'), 'utf8');
const NAMES = Object.keys(FINDING_KINDS);
const files = folder();

describe('explain', () => {
  test('lists every finding, and says how to go on', () => {
    const { exit, out, err } = cli('explain');
    expect([exit, err]).toEqual([0, '']);
    NAMES.forEach((name) => expect(out).toMatch(new RegExp(`^${name} +(warning|notice)`, 'm')));
    expect(out).toContain(`${NAMES.length} findings`);
    expect(out).toContain('`explain <finding>` prints the fix of one');
  });

  test('says what one means, when it is a notice, where it arises, what to do and how to acknowledge it', () => {
    expect(cli('explain', 'MissingPort')).toMatchObject({
      exit: 0,
      err: '',
      out: `MissingPort
Means        the port is required by the service, and missing from Harness's table
Severity     warning, a notice when the profile opens the port
About        network
Arises       in any plan
Fix          choose \`Profile.RECOMMENDED\`, or add a \`Connection.custom\` for it
Acknowledge  in the file of the list:

acknowledged:
  - finding: MissingPort
    connection: gcp
    port: 443
    reason: who decided it, and why
`,
    });
  });

  test.each([
    ['Port25Restricted', 'on any target'],
    [
      'NameNotExpressible',
      'on a target; expected on gcp-firewall-policy, aws-network-firewall, aws-network-firewall-resolved,',
    ],
    ['RbacNeeded', 'in the constructs of Google Cloud'],
    ['GroupsGrew', 'in the constructs of AWS'],
  ])('says of %s that it arises %s', (name, where) => {
    expect(cli('explain', name).out).toMatch(new RegExp(`^Arises +${where}$`, 'm'));
  });

  test.each(['UnusedAcknowledgement', 'ExpiredAcknowledgement'])('says that %s cannot be acknowledged', (name) => {
    const { out } = cli('explain', name);
    expect(out).toContain('it cannot be acknowledged');
    expect(out).not.toContain('acknowledged:');
  });

  test.each([
    ['PortOnlyEgress:jenkins:8080', { connection: 'jenkins', port: 8080 }],
    ['PortOnlyEgress:true:8000-8010', { connection: 'true', port: '8000-8010' }],
    ['BroadDestination:reach.saas', { connection: 'reach.saas' }],
    ['UnplannedEgress:egress:App/Rule tcp 22-22 to sg-1: "x"', { port: 'App/Rule tcp 22-22 to sg-1: "x"' }],
  ])('takes the whole key %s, and acknowledges just that', (key, expected) => {
    const yaml = cli('explain', key).out.replace(/^[^]*\n\n/, '');
    const { acknowledged } = parse(yaml) as { acknowledged: object[] };
    expect(acknowledged).toEqual([expect.objectContaining({ finding: key.split(':')[0], ...expected })]);
  });

  test('gives the same as JSON', () => {
    const all = JSON.parse(cli('explain', '--json').out) as {
      format: string;
      version: number;
      findings: FindingFacts[];
    };
    expect([all.format, all.version]).toEqual(['harness-delegate-access/findings', 1]);
    expect(all.findings.map(({ finding }) => finding)).toEqual(NAMES);
    expect(JSON.parse(cli('explain', 'RbacNeeded', '--json').out)).toEqual(
      all.findings.find(({ finding }) => finding === 'RbacNeeded'),
    );
    expect(JSON.parse(cli('explain', 'NoPlace:bugsnag', '--json').out)).toMatchObject({
      finding: 'NoPlace',
      acknowledge: { finding: 'NoPlace', connection: 'bugsnag' },
    });
  });

  test('is in the help', () => {
    expect(cli('--help').out).toContain('explain [options] [finding]');
    expect(cli('help', 'explain').out).toContain('Examples:');
  });
});

describe('explain fails', () => {
  test.each([
    ['portonly-egres', 'got "portonly-egres"; did you mean `PortOnlyEgress`? (UnknownFinding)'],
    ['PortOnlyEgres:datadog:443', 'got "PortOnlyEgres"; did you mean `PortOnlyEgress`? (UnknownFinding)'],
    ['datadog', 'got "datadog" (UnknownFinding)'],
    ['toString', 'got "toString" (UnknownFinding)'],
  ])('for %s, which is no finding', (typed, end) => {
    const what = `the name of a finding must be one of the ${NAMES.length} that \`explain\` lists, `;
    expect(cli('explain', typed)).toMatchObject({ exit: 2, out: '', err: `error: ${what}${end}\n` });
  });

  test.each([
    ['NoPlace::443', '`connection` must be a non-empty string, got "" (InvalidText)'],
    ['NoPlace:a\u202eb', '`connection` must not contain control or invisible characters'],
    ['NoPlace:a:\u001b[2J', '`port` must not contain control or invisible characters'],
  ])('for the key %j', (key, text) => {
    const { exit, out, err } = cli('explain', key);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(text);
  });

  test('never prints a password', () => {
    expect(cli('explain', 'NoPlace:ci:https://user:secret@ci.example.com').out).not.toContain('secret');
    expect(cli('explain', 'https://user:secret@ci.example.com').err).not.toContain('secret');
  });
});

describe('docs/findings.md', () => {
  test('is what `npm run docs` writes', () => {
    expect(PAGE).toBe(findingsMarkdown(findingsFacts()));
  });

  test('has a line and a section for every finding, in the order of the catalogue', () => {
    expect([...PAGE.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(NAMES);
    NAMES.forEach((name) => expect(PAGE).toContain(`| [\`${name}\`](#${name.toLowerCase()}) | `));
  });

  test('says in each section how severe it is, where it arises and what to do', () => {
    PAGE.split(/^## /m)
      .slice(1)
      .forEach((section) =>
        expect(section).toMatch(/^\w+\n\n[^\n]+\.\n\n- Severity: [^\n]+\n- Arises: [^\n]+\n- Fix: [^\n]+\n\n/),
      );
  });
});

/** An endpoint is a destination of one platform only. */
const ENDPOINT = Destination.native(
  { platform: 'aws', kind: 'connectable', value: {}, weight: 1 },
  { name: 'endpoints' },
);
const hasEndpoint = (plan: Plan): boolean => plan.flows.some(({ destination }) => destination.kind === 'native');

describe('the example of a finding', () => {
  const examples = findingsFacts().findings.flatMap(({ stage, acknowledge }) =>
    acknowledge === undefined ? [] : [{ stage, acknowledge }],
  );
  const harness = HarnessPlatform.of({ cluster: 'eu', googleLogging: false });
  const profile = Profile.RECOMMENDED;
  const lists: readonly (readonly [readonly Connection[], PlanOptions])[] = [
    [everyRow(), {}],
    [everyRow(), { profile }],
    [[Connection.gcp({ machines: [] }), Connection.winRm({ machines: [] }), Connection.bugsnag()], { harness }],
    [[Connection.awsEc2({ machines: ['0.0.0.0/0'], ssh: true })], {}],
    [[Connection.smtp({ to: ['192.0.2.25/32'] }), Connection.nexus({ to: ['10.0.3.8/32'], ports: [8443] })], {}],
    [[Connection.gcp({ gke: 'rbac' })], { profile }],
    [
      [Connection.githubRepo({ ssh: true }), Connection.awsCloud({ regions: ['eu-west-1'] })],
      {
        region: 'us-east-1',
        reach: {
          proxy: { to: ['10.0.1.5/32'], ports: [3128] },
          saas: 'proxy',
          awsServices: { default: 'none', ec2: [ENDPOINT] },
        },
      },
    ],
    [[Connection.awsCloud({ regions: ['eu-west-1'] })], { reach: { awsServices: [ENDPOINT] } }],
    [[Connection.datadog()], { reach: { saas: ['10.0.1.5/32'], proxyPorts: [3128], awsServices: ['10.0.1.5/32'] } }],
    [
      [
        Connection.awsElbAlbEcs({
          account: '222222222222',
          via: 'Deploy',
          regions: ['eu-west-1'],
          machines: [],
          clusters: ['prod'],
          passRoles: ['arn:aws:iam::333333333333:role/task'],
        }),
      ],
      { profile },
    ],
  ];
  const own = examples
    .filter(({ stage, acknowledge }) => stage !== 'construct' && acknowledge.finding in SUBJECTS)
    .map(({ acknowledge }) => acknowledge);
  const found = (acknowledged: readonly Acknowledged[] = []): Finding[] =>
    lists
      .map(([list, options]) => {
        const entries = acknowledged.map((entry) => ({ ...entry, reason: 'seen' }));
        return Plan.of(list, { ...options, acknowledged: entries as PlanOptions['acknowledged'] });
      })
      .flatMap((plan) => [plan, ...(hasEndpoint(plan) ? [] : Target.all().map((target) => plan.on(target)))])
      .flatMap(({ findings }) => findings);
  const keyOf = ({ finding, connection, port }: Acknowledged): string =>
    [finding, connection, ...(port === undefined ? [] : [port])].join(':');

  test('has the key of a real one, where a plan or a target makes it', () => {
    const keys = new Set(found().map(({ key }) => key));
    expect(own.length).toBeGreaterThan(25);
    expect(own.map(keyOf).filter((key) => !keys.has(key))).toEqual([]);
  });

  test('acknowledges it', () => {
    const acknowledged = new Set(found(own).flatMap((entry) => (entry.acknowledged === undefined ? [] : [entry.key])));
    expect(own.map(keyOf).filter((key) => !acknowledged.has(key))).toEqual([]);
  });

  test('can stand in the file of a list as it is', () => {
    for (const { acknowledge } of examples) {
      const file = files.write('list.yaml', `connections: [datadog]\n${acknowledgementYaml(acknowledge)}\n`);
      expect(cli('review', file)).toMatchObject({ exit: 0, err: '' });
    }
  });
});
