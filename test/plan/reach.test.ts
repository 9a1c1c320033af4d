import { accessErrorOf, problemsOf } from '../support/errors';
import { Connection, Destination, Plan, Profile, Target } from 'harness-delegate-access';

const token = (n: number): string => `\${Token[TOKEN.${n}]}`;
const flows = (plan: Plan, connection: string): string[] =>
  plan.flows
    .filter(({ decision }) => decision.connection === connection)
    .map(({ decision, port, destination }) => `${port.text} ${destination.text} for ${decision.port.text}`);

describe('a proxy', () => {
  const reach = { saas: ['10.0.1.5/32'], harness: ['10.0.1.5/32'], proxyPorts: [3128] };

  test('is reached on its own ports, for the ports that the services asked for', () => {
    const plan = Plan.of([Connection.datadog(), Connection.jenkins({ to: ['10.0.3.7/32'] })], { reach });
    expect(flows(plan, 'datadog')).toEqual(['3128 10.0.1.5/32 for 443']);
    expect(new Set(flows(plan, 'harness'))).toEqual(new Set(['3128 10.0.1.5/32 for 443']));
    expect(flows(plan, 'jenkins')).toEqual(['443 10.0.3.7/32 for 443']);
  });

  test('shows in the lines of the ports that are reached through it', () => {
    const { lines } = Plan.of([Connection.datadog()], { reach }).on(Target.AWS_SECURITY_GROUP);
    const line = lines.find(({ decision }) => decision.connection === 'datadog')!;
    expect(line.rules.map(({ port, destination }) => `${port.text} ${destination.text}`)).toEqual(['3128 10.0.1.5/32']);
  });

  test('has ports like any other', () => {
    expect(problemsOf(() => Plan.of([Connection.datadog()], { reach: { proxyPorts: [0] } }))).toEqual([
      'InvalidPort: `reach.proxyPorts[0]`: `port` must be an integer between 1 and 65535, got 0',
    ]);
  });
});

describe('a name for two values', () => {
  const a = Destination.deployTime(token(1), { name: 'x' });
  const b = Destination.deployTime(token(2), { name: 'x' });

  test.each<[string, () => unknown]>([
    ['in two connections', () => Plan.of([Connection.jenkins({ to: [a] }), Connection.bamboo({ to: [b] })])],
    [
      'in a connection and in `reach`',
      () => Plan.of([Connection.jenkins({ to: [a] }), Connection.datadog()], { reach: { saas: [b] } }),
    ],
    ['in two kinds of `reach`', () => Plan.of([Connection.datadog()], { reach: { saas: [a], harness: [b] } })],
  ])('fails %s', (_, act) => {
    expect(problemsOf(act)).toEqual([
      expect.stringMatching(/^ConflictingName: the destination name "x" has two different values/),
    ]);
  });

  test('fails for two groups of one platform as well', () => {
    const [one, two] = [{}, {}].map((value) =>
      Destination.native({ platform: 'aws', kind: 'connectable', value, weight: 1 }, { name: 'db' }),
    );
    const lists = (second: Destination): Plan =>
      Plan.of([Connection.jenkins({ to: [one!] }), Connection.bamboo({ to: [second] })]);
    expect(problemsOf(() => lists(two!))).toEqual([
      expect.stringMatching(/^ConflictingName: the destination name "db" has two different values/),
    ]);
    expect(lists(one!).flows).not.toEqual([]);
  });

  test('may be used twice for one value', () => {
    expect(() =>
      Plan.of([Connection.jenkins({ to: [a] }), Connection.bamboo({ to: [a] })], { reach: { saas: [a] } }),
    ).not.toThrow();
  });
});

test('a host name in `reach` fails where it cannot be matched, and says where to mend it', () => {
  const plan = Plan.of([Connection.datadog()], { reach: { saas: ['proxy.example.com'] } });
  expect(problemsOf(() => plan.on(Target.AWS_SECURITY_GROUP))).toEqual([
    'UnenforceableHostname: connection `datadog`: AWS security group cannot match the host name `proxy.example.com`; set its address blocks in `reach.saas`',
  ]);
});

describe('what the user requested explicitly', () => {
  test.each<[string, Connection]>([
    ['a port on request', Connection.awsEc2({ ssh: true })],
    ['ports of machines', Connection.awsEc2({ ports: [8080] })],
  ])('is refused, not dropped, when %s leads nowhere', (_, connection) => {
    expect(problemsOf(() => Plan.of([connection], { profile: Profile.RECOMMENDED }))).toEqual([
      expect.stringMatching(/^MissingMachines: connection `aws-ec2`/),
    ]);
  });

  test('leads to the vendor where the vendor hosts the service', () => {
    expect(flows(Plan.of([Connection.bugsnag({ ports: [8443] })]), 'bugsnag')).toEqual([
      '8443 api.bugsnag.com for 8443',
    ]);
  });

  test('takes in the ports of the row that lie in a range', () => {
    const { findings } = Plan.of([Connection.winRm({ machines: ['10.0.0.0/8'], ports: ['5985-5986'] })]);
    expect(findings.find(({ finding }) => finding === 'PortsGiven')?.what).toBe(
      '`ports` [5985-5986] override the documented ports; not requested: 22, 443',
    );
  });

  test('counts once, however often it is written', () => {
    const plan = Plan.of([Connection.jenkins({ to: ['10.0.0.0/8', '10.0.0.0/8'], ports: [443, '443'] })]);
    expect(flows(plan, 'jenkins')).toEqual(['443 10.0.0.0/8 for 443']);
  });
});

describe('options', () => {
  test('fail with all problems of all of them, and of the list, at once', () => {
    const options = {
      profil: 'x',
      profile: 'y',
      reach: { saas: [] },
      harness: 1,
      acknowledged: [{ finding: 'MissingPort', connection: 'a', reason: 'b', untill: '2027-01-01' }],
      asOf: '2027-02-30',
    };
    expect(
      problemsOf(() => Plan.of([Connection.datadog(), Connection.datadog()], options as never)).map(
        (problem) => problem.split(':')[0],
      ),
    ).toEqual([
      'DuplicateName',
      'UnknownProp',
      'InvalidProfile',
      'EmptyList',
      'InvalidHarness',
      'UnknownProp',
      'InvalidDate',
    ]);
  });

  test('fail on a target that is none', () => {
    expect(problemsOf(() => Plan.of([Connection.datadog()]).on('aws-security-group' as never))).toEqual([
      'UnknownTarget: the target of a plan must be a `Target`, such as `Target.AWS_SECURITY_GROUP`, got "aws-security-group"',
    ]);
    for (const target of [undefined, null, {}, { apply: 7 }, 7]) {
      expect(problemsOf(() => Plan.of([Connection.datadog()]).on(target as never))).toEqual([
        expect.stringMatching(/^UnknownTarget: the target of a plan must be a `Target`, .*, got \S/),
      ]);
    }
    const never = Object.assign(() => undefined, { apply: () => 'never called' });
    expect(problemsOf(() => Plan.of([Connection.datadog()]).on(never))).toEqual([
      expect.stringMatching(/^UnknownTarget: /),
    ]);
    expect(problemsOf(() => Target.of('aws'))).toEqual([
      expect.stringMatching(/^UnknownTarget: `target` must be `aws-security-group`/),
    ]);
    expect(Target.of('gcp-vpc-rules')).toBe(Target.GCP_VPC_RULES);
  });
});

test('every remark on a row is a finding of its own', () => {
  const { findings } = Plan.of([Connection.awsEc2({ machines: [] })]);
  expect(findings.filter(({ finding }) => finding === 'TablePermission')).toHaveLength(3);
});

describe('a place of `reach` that is pasted with its port fails', () => {
  test.each([
    ['saas', 'http://proxy.corp.example:3128', 'write `proxy.corp.example` and set `proxyPorts: [3128]`'],
    ['harness', '10.0.1.5:3128', 'write `10.0.1.5/32` and set `proxyPorts: [3128]`'],
    ['selfHosted', '10.0.1.5:8443', 'write `10.0.1.5/32`'],
    ['awsServices', 'https://vpce.corp.example', 'write `vpce.corp.example`'],
  ])('in %s, on %s, with what to write', (kind, text, repair) => {
    const { problems } = accessErrorOf(() => Plan.of([Connection.datadog()], { reach: { [kind]: [text] } }));
    expect(problems.map(({ message }) => message.split('; ')[1])).toEqual([repair]);
  });
});
