import { folder } from '../support/cli';
import { accessErrorOf, withoutFolders } from '../support/errors';
import { Connection, Plan, Target } from 'harness-delegate-access';

/** What people write most often, what they read then, and a list with the repair that the message names. */

const files = folder();

/** The list as it should be, from the repair that the message names; none where only its reader knows it. */
type Mended = ((repair: string) => string) | undefined;

const ENTRY: Mended = (repair) => `- ${repair}`;
const LINE: Mended = (repair) => repair;
const TO: Mended = (repair) => `- jenkins: { to: ['${repair}'] }`;
const PORT: Mended = (repair) => `- jenkins: { to: [10.0.3.7/32], ports: ['${repair}'] }`;
const PROPS: Mended = (repair) => `- jenkins: { to: [10.0.3.7/32], ${repair} }`;

const MISTAKES: readonly [title: string, list: string, message: string, mended?: Mended][] = [
  [
    'a misspelt id',
    '- jenkns: { to: [10.0.3.7/32] }',
    'UnknownConnection: list.yaml:1:3: the id of a connection must be one of the 59 that `list` shows, got "jenkns"; did you mean `jenkins`?',
    (id) => `- ${id}: { to: [10.0.3.7/32] }`,
  ],
  [
    'an id with a trailing blank',
    '- "jenkins ": { to: [10.0.3.7/32] }',
    'UnknownConnection: list.yaml:1:3: the id of a connection must be one of the 59 that `list` shows, got "jenkins "; did you mean `jenkins`?',
    (id) => `- ${id}: { to: [10.0.3.7/32] }`,
  ],
  [
    'a misspelt prop',
    '- jenkins: { to: [10.0.3.7/32], port: [8080] }',
    'UnknownProp: list.yaml:1:33: connection `jenkins`: has no prop "port"; allowed: `name`, `to`, `unenforceable` or `ports`; did you mean `ports`?',
    (prop) => `- jenkins: { to: [10.0.3.7/32], ${prop}: [8080] }`,
  ],
  [
    'a text for a list',
    '- jenkins: { to: 10.0.3.7 }',
    'InvalidProp: list.yaml:1:18: connection `jenkins`: `to` must be a list, got "10.0.3.7"; write `to: [10.0.3.7/32]`',
    (prop) => `- jenkins: { ${prop} }`,
  ],
  [
    'blocks between commas',
    '- jenkins: { to: "10.0.0.1/32, 10.0.0.2" }',
    'InvalidProp: list.yaml:1:18: connection `jenkins`: `to` must be a list, got "10.0.0.1/32, 10.0.0.2"; write `to: [10.0.0.1/32, 10.0.0.2/32]`',
    (prop) => `- jenkins: { ${prop} }`,
  ],
  [
    'a host name with a port',
    '- jenkins: { to: ["jenkins.corp.example:8443"] }',
    'InvalidCidr: list.yaml:1:19: connection `jenkins`: `to[0]`: a destination must not have a port, got "jenkins.corp.example:8443"; write `jenkins: { to: [jenkins.corp.example], ports: [8443] }`',
    ENTRY,
  ],
  [
    'an address with a port',
    '- kubernetes-cluster: { to: ["[2001:db8::1]:6443"], ports: [443] }',
    'InvalidCidr: list.yaml:1:30: connection `kubernetes-cluster`: `to[0]`: a destination must not have a port, got "[2001:db8::1]:6443"; write `2001:db8::1/128` and set `ports: [6443]`',
    TO,
  ],
  [
    'a URL',
    '- jenkins: { to: ["https://jenkins.corp.example:8443/x"] }',
    'InvalidHostname: list.yaml:1:19: connection `jenkins`: `to[0]`: a destination must be a host name or a block, not a URL, got "https://jenkins.corp.example:8443/x"; write `jenkins: { to: [jenkins.corp.example], ports: [8443] }`',
    ENTRY,
  ],
  [
    'the id of a security group',
    '- jenkins: { to: [sg-0123456789abcdef0] }',
    'InvalidHostname: list.yaml:1:19: connection `jenkins`: `to[0]`: a security group is no CIDR and no host name, got "sg-0123456789abcdef0"; write its blocks, such as `10.0.3.0/24`, or in code `AwsDestination.connectable(group, { name })`',
    TO,
  ],
  [
    'the id of a prefix list',
    '- jenkins: { to: [pl-0123456789abcdef0] }',
    'InvalidHostname: list.yaml:1:19: connection `jenkins`: `to[0]`: a prefix list is no CIDR and no host name, got "pl-0123456789abcdef0"; write its blocks, such as `10.0.3.0/24`, or in code `AwsDestination.prefixList(\'pl-0123456789abcdef0\', { weight })`',
    TO,
  ],
  [
    'an address without a mask',
    '- jenkins: { to: [10.0.3.7] }',
    'MissingMask: list.yaml:1:19: connection `jenkins`: `to[0]`: a CIDR needs a mask, got "10.0.3.7"; did you mean `10.0.3.7/32`?',
    TO,
  ],
  [
    'a block with a trailing blank',
    '- jenkins: { to: ["10.0.3.7/32 "] }',
    'InvalidCidr: list.yaml:1:19: connection `jenkins`: `to[0]`: a destination must not have blanks around it, got "10.0.3.7/32 "; write `jenkins: { to: [10.0.3.7/32] }`',
    ENTRY,
  ],
  [
    'a block with host bits',
    '- jenkins: { to: [10.0.3.7/24] }',
    'HostBits: list.yaml:1:19: connection `jenkins`: `to[0]`: a CIDR must not have host bits, got "10.0.3.7/24"; did you mean `10.0.3.0/24`?',
    TO,
  ],
  [
    'a range of addresses',
    '- jenkins: { to: [10.0.0.1-10.0.0.9] }',
    'InvalidHostname: list.yaml:1:19: connection `jenkins`: `to[0]`: a destination must be a block, not a range, got "10.0.0.1-10.0.0.9"; write `jenkins: { to: [10.0.0.1/32, 10.0.0.2/31, 10.0.0.4/30, 10.0.0.8/31] }`',
    ENTRY,
  ],
  [
    'an IPv6 address with a zone',
    '- jenkins: { to: ["fe80::1%eth0/64"] }',
    'InvalidCidr: list.yaml:1:19: connection `jenkins`: `to[0]`: a CIDR must not carry a zone id, got "fe80::1%eth0/64"; write `jenkins: { to: [fe80::/64] }`',
    ENTRY,
  ],
  [
    'a part of a label that is a wildcard',
    '- jenkins: { to: ["api-*.corp.example"] }',
    'InvalidHostname: list.yaml:1:19: connection `jenkins`: `to[0]`: a wildcard must be a whole label of a host name, got "api-*.corp.example"; write `jenkins: { to: [\'*.corp.example\'] }`',
    ENTRY,
  ],
  [
    'a wildcard without quotes, which YAML reads as an alias',
    '- jenkins: { to: [*.corp.example] }',
    "InvalidYaml: list.yaml:1:19: not valid YAML: Unresolved alias; quote a text that begins with `*`, such as `'*.example.com'`",
  ],
  [
    'a port that is no list',
    '- jenkins: { to: [10.0.3.7/32], ports: "8443" }',
    'InvalidProp: list.yaml:1:40: connection `jenkins`: `ports` must be a list, got "8443"; write `ports: [8443]`',
    PROPS,
  ],
  [
    'a port by its name',
    '- jenkins: { to: [10.0.3.7/32], ports: [https] }',
    'InvalidPort: list.yaml:1:41: connection `jenkins`: `ports[0]`: a port must be a number, `443`, `8000-8010` or `53/udp`, got "https"; did you mean `443`?',
    PORT,
  ],
  [
    'a port that is too high',
    '- jenkins: { to: [10.0.3.7/32], ports: [70000] }',
    'InvalidPort: list.yaml:1:41: connection `jenkins`: `ports[0]`: `port` must be an integer between 1 and 65535, got 70000',
  ],
  [
    'a range of ports with a colon',
    '- jenkins: { to: [10.0.3.7/32], ports: ["8000:8010"] }',
    'InvalidPort: list.yaml:1:41: connection `jenkins`: `ports[0]`: a port must be a number, `443`, `8000-8010` or `53/udp`, got "8000:8010"; did you mean `8000-8010`?',
    PORT,
  ],
  [
    'no port where the table names none',
    '- kubernetes-cluster: { to: [10.20.0.0/28] }',
    'MissingPorts: list.yaml:1:23: connection `kubernetes-cluster`: the table leaves the port open, so `ports` must be set, such as `ports: [6443]`',
    (ports) => `- kubernetes-cluster: { to: [10.20.0.0/28], ${ports} }`,
  ],
  [
    'no destination',
    '- jenkins',
    "MissingDestination: list.yaml:1:3: connection `jenkins`: port 443 leads to a self-hosted service; set `to`, such as `to: ['10.0.3.7/32']`, or `reach.selfHosted`",
    (to) => `- jenkins: { ${to} }`,
  ],
  [
    'destinations that the machines override',
    '- winrm: { to: [10.0.0.1/32], machines: [10.0.0.2/32] }',
    'PropWithoutEffect: list.yaml:1:16: connection `winrm`: `to` has no effect beside `machines`, to which every port of this connection leads; write `machines: [10.0.0.1/32, 10.0.0.2/32]`',
    (machines) => `- winrm: { ${machines} }`,
  ],
  [
    'a map for a list',
    'jenkins: { to: [10.0.3.7/32] }',
    'UnknownProp: list.yaml:1:1: each connection must be an entry of a list, got the key "jenkins"; write `- jenkins: { to: [10.0.3.7/32] }`',
    LINE,
  ],
  [
    'a template of Helm',
    '- jenkins: { to: [{{ .Values.jenkins }}] }',
    'TokenInText: list.yaml:1:19: the file is a template that has not been rendered, got an expression that begins with `{{`; render it, and read the result',
  ],
  [
    'an expression of a workflow',
    '- jenkins: { to: ["${{ vars.JENKINS }}"] }',
    'TokenInText: list.yaml:1:19: the file is a template that has not been rendered, got an expression that begins with `${{`; render it, and read the result',
  ],
  [
    'a tab',
    '- jenkins:\n\tto: [10.0.3.7/32]',
    'InvalidYaml: list.yaml:2:1: not valid YAML: Tabs are not allowed as indentation; indent with blanks',
  ],
  [
    'no blank behind the dash',
    '- datadog\n-jenkins: { to: [10.0.3.7/32] }',
    'InvalidYaml: list.yaml:2:1: not valid YAML: Unexpected scalar at node end; write a blank after `-`',
  ],
  [
    'a profile that does not exist',
    'profile: recomended\nconnections: [datadog]',
    'InvalidProfile: list.yaml:1:10: `profile` must be `documented` or `recommended`, got "recomended"; did you mean `recommended`?',
    (profile) => `profile: ${profile}\nconnections: [datadog]`,
  ],
  [
    'a region without its hyphen',
    '- aws-cloud: { regions: [eu-west1] }',
    'InvalidRegion: list.yaml:1:26: connection `aws-cloud`: `regions[0]` must be an AWS region such as eu-west-1, got "eu-west1"; did you mean `eu-west-1`?',
    (region) => `- aws-cloud: { regions: [${region}] }`,
  ],
  [
    'a bucket by its ARN',
    '- aws-s3: { buckets: ["arn:aws:s3:::artifacts"] }',
    'InvalidBucket: list.yaml:1:23: connection `aws-s3`: `buckets[0]` must be the name of a bucket (3 to 63 lower-case letters, digits, dots or hyphens), not an ARN, got "arn:aws:s3:::artifacts"; did you mean `artifacts`?',
    (bucket) => `- aws-s3: { buckets: [${bucket}] }`,
  ],
  [
    'a role by its name',
    '- aws-cloud: { assumeRoles: [Deploy] }',
    'InvalidArn: list.yaml:1:30: connection `aws-cloud`: `assumeRoles[0]` must be a full ARN without wildcards, such as arn:aws:iam::111122223333:role/name, got "Deploy"; did you mean `arn:aws:iam::111122223333:role/Deploy`?',
    (role) => `- aws-cloud: { assumeRoles: ['${role}'] }`,
  ],
];

const problemsOf = (list: string): readonly string[] => {
  const path = files.write('list.yaml', list);
  const { problems } = accessErrorOf(() => Plan.fromFile(path, { asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP));
  return problems.map(({ code, message }) => withoutFolders(`${code}: ${message}`));
};

describe('fails with the repair, with a code, at its line and column', () => {
  test.each(MISTAKES)('on %s', (_, list, message) => {
    expect(problemsOf(list)).toEqual([message]);
    expect(message.length).toBeLessThanOrEqual(300);
    expect(message).toMatch(/^[A-Z]\w+: list\.yaml:\d+:\d+: /);
  });
});

describe('the repair that a message names', () => {
  test.each(MISTAKES.flatMap(([title, , message, mended]) => (mended === undefined ? [] : [[title, message, mended]])))(
    'is read, on %s',
    (_, message, mended) => {
      const [, repair] =
        /(?:write|did you mean|such as) (?:its blocks, such as )?`([^`]+)`[^`]*(?:`[^`]*`[^`]*)?$/.exec(
          message as string,
        )!;
      const text = (mended as (repair: string) => string)(repair!);
      expect(() => Plan.fromFile(files.write('mended.yaml', text), { asOf: '2026-11-24' })).not.toThrow();
    },
  );

  test('is written in any connection that has the prop', () => {
    for (const id of ['bamboo', 'nexus', 'openshift', 'prometheus', 'ssh', 'winrm']) {
      const { problems } = accessErrorOf(() => Connection.parse(id, { to: ['a.corp.example:7999'] }));
      const [, entry] = /write `(.*)`$/.exec(problems[0]!.message)!;
      expect(entry).toBe(`${id}: { to: [a.corp.example], ports: [7999] }`);
      expect(Connection.fromFile(files.write('entry.yaml', `- ${entry}`))).toHaveLength(1);
    }
  });
});

test('a scope that RECOMMENDED lacks is named with what it is for', () => {
  expect(problemsOf('profile: recommended\nconnections: [aws-s3]')).toEqual([
    'MissingScope: list.yaml:2:15: connection `aws-s3`: RECOMMENDED needs `buckets`: the buckets that Harness reads artifacts from; or choose `Profile.DOCUMENTED`',
  ]);
});

test('two connections with one name are told at the second, with the prop that tells them apart', () => {
  expect(problemsOf('- datadog\n- datadog: { site: datadoghq.eu }')).toEqual([
    expect.stringMatching(/^DuplicateName: list\.yaml:2:3: .*got `datadog` 2 times; .*`name`$/),
  ]);
});

test('a host name that a target cannot match is told at its connection', () => {
  expect(problemsOf('- datadog\n- jenkins: { to: [jenkins.corp.example] }')).toEqual([
    expect.stringMatching(
      /^UnenforceableHostname: list\.yaml:2:3: connection `jenkins`: .*`unenforceable: 'port-only'`$/,
    ),
  ]);
});
