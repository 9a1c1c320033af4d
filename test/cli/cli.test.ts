import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessIo } from '../../lib/cli/io';
import { runCli } from '../../lib/cli/program';
import { cli, folder } from '../support/cli';
import { withoutFolders } from '../support/errors';
import { Plan, reviewOf, Target, toTable } from 'harness-delegate-access';

const EXAMPLE = join(__dirname, '../../examples/one-list/connections.yaml');
const files = folder();
const list = (name: string, text: string): string => files.write(name, text);
const jenkins = list('jenkins.yaml', '- jenkins: { to: [10.0.3.7/32], ports: [8080] }\n');
const wider = list('wider.yaml', '- jenkins: { to: [10.0.3.0/24], ports: [8080] }\n');

describe('help', () => {
  test('teaches: what to write, what to run, what the exit codes mean', () => {
    const { exit, out } = cli('--help');
    expect(exit).toBe(0);
    [
      'list',
      'review',
      'diff',
      'audit',
      'synth',
      '- jenkins: { to: [10.0.3.7/32] }',
      'Exit codes:\n  0  nothing to report',
    ].forEach((text) => expect(out).toContain(text));
    for (const command of ['review', 'diff', 'audit', 'synth']) {
      expect(cli('help', command).out).toContain('Examples:');
    }
    expect(cli('--version')).toMatchObject({ exit: 0, out: '1.2.3\n' });
  });

  test('nothing at all is bad input, with the help', () => {
    expect(cli()).toMatchObject({ exit: 2, err: expect.stringContaining('Usage:') as unknown });
  });
});

describe('list', () => {
  test('has the 29 rows of the table, those beyond it apart, and what each profile does', () => {
    const { exit, out } = cli('list');
    expect(exit).toBe(0);
    expect(out).toMatch(/^59 connections, /);
    const [table, beyond] = out.split("30 beyond the table, of Harness's pages of connectors\n");
    expect(table).toContain("29 of Harness's table\n");
    expect(table).toMatch(/^winrm /m);
    expect(beyond).toMatch(/^gitlab +443 /m);
    expect(beyond).not.toMatch(/^jenkins /m);
    expect(out).toMatch(/^gcp +22 +machines +as written +open +open +gcp 2 \/ 12/m);
    expect(out).toMatch(/^ +443 +api +missing +closed +open/m);
  });

  test('shows one row in full, every number with its source', () => {
    const { out } = cli('list', 'aws-s3');
    expect(out).toContain('AmazonS3ReadOnlyAccess');
    const cited = new Set([...out.matchAll(/\[(\d+)\]/g)].map((match) => match[1]));
    cited.forEach((number) => expect(out).toMatch(new RegExp(`^\\[${number}\\] \\S+`, 'm')));
  });

  test('gives the same as JSON', () => {
    const { rows, catalogVersion } = JSON.parse(cli('list', '--json').out) as {
      rows: { id: string }[];
      catalogVersion: string;
    };
    expect(rows).toHaveLength(59);
    expect(catalogVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(JSON.parse(cli('list', 'gcp', '--json').out)).toEqual(rows.find(({ id }) => id === 'gcp'));
  });
});

describe('review', () => {
  test('prints the table that an app prints', () => {
    const { exit, out, err } = cli('review', EXAMPLE, '--as-of', '2026-11-24');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toBe(toTable(reviewOf(Plan.fromFile(EXAMPLE, { asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP))));
  });

  test('prints notices in full, and sources, on request', () => {
    const [short, all, sources] = [[], ['--all'], ['--sources']].map((flags) => cli('review', EXAMPLE, ...flags).out);
    expect(short).toMatch(/^- LeftOpen \(2\): /m);
    expect(all).toMatch(/^LeftOpen: [^]*fix: check/m);
    expect(short).not.toMatch(/^(REASONS|SOURCES)/m);
    expect(sources).toMatch(/^REASONS[^]*^jenkins:443 +jenkins +\[\d+\][^]*^SOURCES\n\[1\] https:/m);
  });

  test('keeps to the width of a terminal, and to 120 columns in a file', () => {
    const out = join(files.path, 'narrow.txt');
    const widest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));
    let said = '';
    const io = { width: 60, out: (text: string) => (said += text), err: () => undefined, progress: () => undefined };
    void runCli(['review', EXAMPLE], '1.2.3', io);
    void runCli(['review', EXAMPLE, '--out', out], '1.2.3', io);
    expect(widest(said)).toBeLessThanOrEqual(60);
    const kept = widest(readFileSync(out, 'utf8'));
    expect([kept > 100, kept <= 120]).toEqual([true, true]);
  });

  test.each([
    [true, 40, 60],
    [true, 80, 80],
    [true, 200, 120],
    [false, undefined, 120],
  ])('takes a terminal (%p) of %p columns as %d wide', (isTTY, columns, width) => {
    const before = (['isTTY', 'columns'] as const).map((name) => [name, process.stdout[name]] as const);
    const named = process.env.COLUMNS;
    delete process.env.COLUMNS;
    Object.assign(process.stdout, { isTTY, columns });
    expect(new ProcessIo().width).toBe(width);
    process.env.COLUMNS = named;
    Object.assign(process.stdout, Object.fromEntries(before));
  });

  test('prints the table of a kept review, which is that of its list', () => {
    const kept = join(files.path, 'kept-example.json');
    for (const target of Target.all().map(({ name }) => name)) {
      const options = ['--target', target, '--profile', 'recommended', '--as-of', '2026-11-24'];
      cli('review', EXAMPLE, ...options, '--out', kept);
      const { exit, out, err } = cli('review', kept, '--format', 'table');
      expect([exit, err]).toEqual([0, '']);
      expect(out).toBe(cli('review', EXAMPLE, ...options).out);
      expect(cli('review', kept).out).toBe(out);
    }
  });

  test.each([
    ['markdown', '# Harness Delegate access on'],
    ['html', '<!doctype html>'],
    ['json', '{\n  "format": "harness-delegate-access/review"'],
    ['svg', '<svg '],
  ])('as %s, by name and by the name of the output', (format, begin) => {
    const { out } = cli('review', EXAMPLE, '--format', format);
    expect(out.startsWith(begin)).toBe(true);
    const path = join(files.path, `review.${format === 'markdown' ? 'md' : format}`);
    expect(cli('review', EXAMPLE, '--out', path)).toMatchObject({ exit: 0, out: '', err: `wrote ${path}\n` });
    expect(readFileSync(path, 'utf8')).toBe(out);
  });

  test('takes a profile and a target', () => {
    const { out } = cli('review', EXAMPLE, '--profile', 'recommended', '--target', 'gcp-firewall-policy', '--json');
    expect(JSON.parse(out)).toMatchObject({ profile: 'recommended', target: { name: 'gcp-firewall-policy' } });
  });

  test('ends with 1 for a warning when asked to', () => {
    expect(cli('review', jenkins).exit).toBe(0);
    expect(cli('review', list('warned.yaml', '- datadog\n'), '--fail-on-warnings').exit).toBe(1);
  });

  test('says what it does when it takes long', () => {
    expect(cli('review', jenkins).progress.length).toBeGreaterThan(1);
    const template = join(__dirname, '../../examples/aws/expected/DelegateDocumented.template.json');
    expect(cli('audit', jenkins, '--template', template).progress[0]).toBe(`reading ${template}`);
  });
});

describe('diff', () => {
  test('ends with 1 when something opens, with 0 when something closes or nothing changes', () => {
    expect(cli('diff', jenkins, wider)).toMatchObject({
      exit: 1,
      out: expect.stringContaining('WIDER: 1 × opens') as unknown,
    });
    expect(cli('diff', wider, jenkins)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('Not wider: 1 × closes') as unknown,
    });
    expect(cli('diff', jenkins, jenkins)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('No port, no permission and no manual step changes') as unknown,
    });
  });

  test('compares the profiles of one file', () => {
    const { exit, out } = cli('diff', EXAMPLE, '--from-profile', 'recommended', '--to-profile', 'documented', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ before: { profile: 'recommended' }, after: { profile: 'documented' } });
  });

  test('compares with a kept review, on its target and in its profile', () => {
    const kept = join(files.path, 'kept.json');
    cli('review', jenkins, '--target', 'gcp-vpc-rules', '--profile', 'recommended', '--out', kept);
    expect(JSON.parse(cli('diff', jenkins, '--against', kept, '--json').out)).toMatchObject({
      after: { profile: 'recommended', target: { name: 'gcp-vpc-rules' } },
      isWider: false,
    });
    expect(cli('diff', wider, '--against', kept).exit).toBe(1);
    expect(cli('diff', kept, wider).exit).toBe(1);
    expect(cli('diff', kept, kept).exit).toBe(0);
    const said = list(
      'said.yaml',
      'profile: documented\nconnections:\n  - jenkins: { to: [10.0.3.7/32], ports: [8080] }\n',
    );
    expect(JSON.parse(cli('diff', said, '--against', kept, '--json').out)).toMatchObject({
      after: { profile: 'documented' },
    });
  });

  test('compares the traffic of every target, and permissions of every cloud, whatever is drawn', () => {
    const [ga, gb] = [
      list('ga.yaml', '- gcp: { machines: [], gke: rbac }\n'),
      list('gb.yaml', '- gcp: { machines: [], gke: developer, buckets: [bbb] }\n'),
    ];
    const roles = cli('diff', ga, gb, '--profile', 'recommended');
    expect([roles.exit, roles.out]).toEqual([1, expect.stringContaining('roles/container.developer')]);
    const [eu, us] = [
      list('eu.yaml', '- datadog: { site: datadoghq.eu }\n'),
      list('us.yaml', '- datadog: { site: datadoghq.com }\n'),
    ];
    const drawn = cli('diff', eu, us);
    expect([drawn.exit, drawn.out]).toEqual([
      1,
      expect.stringMatching(/Opens on Google Cloud network firewall policy \(2\)\n[^]*tcp 443 to api\.datadoghq\.com/),
    ]);
    const narrowed = cli('diff', eu, us, '--target', 'aws-security-group');
    expect([narrowed.exit, narrowed.out.includes('× opens on another target')]).toEqual([1, true]);
    expect(narrowed.out).not.toContain('Opens on');
    expect(cli('diff', eu, us, '--exit-zero').exit).toBe(0);
    const own = list('own.yaml', "- jenkins: { to: ['ci.corp.example'] }\n");
    const policy = cli('diff', own, own, '--target', 'gcp-firewall-policy');
    expect([policy.exit, policy.out]).toEqual([0, expect.stringContaining('Not compared on AWS security group: ')]);
  });

  test('compares with a review of version 1, as earlier releases kept it', () => {
    const first = join(__dirname, '../data/review-v1.json');
    expect(cli('diff', first, first)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('No port, no permission and no manual step changes') as unknown,
    });
    const { exit, out } = cli('diff', jenkins, '--against', first, '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      before: { profile: 'recommended' },
      after: { profile: 'recommended', target: { name: 'aws-security-group' } },
    });
    expect(cli('diff', first, wider)).toMatchObject({
      exit: 1,
      out: expect.stringContaining('tcp 8080 to 10.0.3.0/24') as unknown,
    });
    expect(cli('review', first).out).toContain('HarnessS3Read');
  });

  test('writes Markdown for a pull request', () => {
    expect(cli('diff', jenkins, wider, '--format', 'markdown').out).toContain('- **tcp 8080 to 10.0.3.0/24**');
  });
});

describe('audit', () => {
  const template = (CidrIp: string): string =>
    files.write('template.json', {
      Resources: {
        G: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, CidrIp }] },
        },
      },
    });

  test('ends with 1 and says what is too much and what is missing', () => {
    const { exit, out } = cli('audit', wider, '--template', template('10.0.0.0/8'));
    expect(exit).toBe(1);
    expect(out).toContain('Excess: open, not required by any connection (1)');
  });

  test('ends with 0 when it is exact, 1 for excess, 4 when it cannot tell, 5 when something is missing, or 0 on request', () => {
    const one = list(
      'one.yaml',
      'reach: { harness: [10.0.0.9/32] }\nconnections:\n  - jenkins: { to: [10.0.0.1/32] }\n',
    );
    const rule = (CidrIp: unknown): object => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp });
    const withRules = (...rules: object[]): string =>
      files.write('rules.json', {
        Resources: { G: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: rules } } },
      });
    const run = (path: string, ...flags: string[]): number => cli('audit', one, '--template', path, ...flags).exit;
    const exact = [rule('10.0.0.9/32'), rule('10.0.0.1/32')] as const;
    expect(run(withRules(...exact))).toBe(0);
    expect(run(withRules(...exact, rule('10.0.0.8/32'), rule({ Ref: 'P' })))).toBe(1);
    expect(run(withRules(exact[0], rule({ Ref: 'P' })))).toBe(4);
    expect(run(withRules(exact[0]))).toBe(5);
    expect(run(withRules(exact[0]), '--exit-zero')).toBe(0);
    expect(cli('audit', one, '--template', join(files.path, 'nowhere.json'), '--exit-zero').exit).toBe(2);
  });

  test('reads several templates together, and those of two clouds each by its own target', () => {
    const first = files.write('first.json', JSON.parse(readFileSync(template('10.0.3.7/32'), 'utf8')) as object);
    const vpc = files.write('two.tf.json', {
      resource: { google_compute_firewall: { a: { network: 'n', direction: 'EGRESS', allow: [{ protocol: 'all' }] } } },
    });
    const both = JSON.parse(cli('audit', jenkins, '--template', first, '--template', vpc, '--json').out) as {
      review: { target: { name: string } };
    }[];
    expect(both.map(({ review: { target } }) => target.name)).toEqual(['aws-security-group', 'gcp-vpc-rules']);
    expect(cli('audit', jenkins, '--template', '-', '--template', '-').err).toContain(
      'standard input can be read once',
    );
  });

  test('writes the first entries of a group, and all of them on request', () => {
    const many = files.write('many.json', {
      Resources: {
        G: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: {
            SecurityGroupEgress: Array.from({ length: 30 }, (_, i) => ({
              IpProtocol: 'tcp',
              FromPort: 9000 + 2 * i,
              ToPort: 9000 + 2 * i,
              CidrIp: '10.0.0.0/8',
            })),
          },
        },
      },
    });
    const { out } = cli('audit', jenkins, '--template', many);
    expect(out).toContain('Excess: open, not required by any connection (30)');
    expect([out.match(/^ {2}- tcp 9/gm)!.length, out.includes('and 20 more: `--all`')]).toEqual([10, true]);
    expect(cli('audit', jenkins, '--template', many, '--all').out.match(/^ {2}- tcp 9/gm)).toHaveLength(30);
  });

  test('takes the target from the template', () => {
    const vpc = files.write('vpc.tf.json', {
      resource: { google_compute_firewall: { a: { direction: 'EGRESS', allow: [{ protocol: 'all' }] } } },
    });
    expect(JSON.parse(cli('audit', jenkins, '--template', vpc, '--json').out)).toMatchObject({
      review: { target: { name: 'gcp-vpc-rules' } },
    });
    const policy = files.write('policy.tf.json', {
      resource: {
        google_compute_network_firewall_policy_rule: {
          a: { direction: 'EGRESS', action: 'deny', priority: 1, match: { layer4_configs: [{ ip_protocol: 'all' }] } },
        },
      },
    });
    expect(JSON.parse(cli('audit', jenkins, '--template', policy, '--json').out)).toMatchObject({
      review: { target: { name: 'gcp-firewall-policy' } },
      surplus: [],
    });
  });

  test('terminal escapes in a template reach no terminal', () => {
    const hostile = files.write('hostile.json', {
      Resources: {
        '\u001b]0;owned\u0007': {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: {
            SecurityGroupEgress: [{ IpProtocol: '\u001b[31m', CidrIp: '\u202e1.2.3.4/32', Description: '\u009b2J' }],
          },
        },
        'S': { Type: 'AWS::CloudFormation::Stack' },
      },
    });
    for (const format of ['table', 'markdown']) {
      const { out } = cli('audit', jenkins, '--template', hostile, '--format', format);
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(out).toContain('owned');
    }
  });
});

describe('synth', () => {
  test('writes a CloudFormation template without a CDK in it, and its review', () => {
    const out = join(files.path, 'cloudformation/deep');
    const { exit } = cli(
      'synth',
      EXAMPLE,
      '--to',
      'cloudformation',
      '--assumed-by',
      'ecs-tasks.amazonaws.com',
      '--out',
      out,
    );
    expect(exit).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['review.html', 'review.json', 'review.md', 'template.json']);
    const template = JSON.parse(readFileSync(join(out, 'template.json'), 'utf8')) as {
      Parameters: object;
      Outputs: object;
      Rules?: object;
    };
    expect(Object.keys(template.Parameters)).toEqual(['VpcId']);
    expect(Object.keys(template.Outputs)).toEqual(['SecurityGroups', 'Role']);
    expect(template.Rules).toBeUndefined();
    expect(cli('audit', EXAMPLE, '--template', join(out, 'template.json')).exit).toBe(0);
    expect(cli('diff', EXAMPLE, '--against', join(out, 'review.json')).exit).toBe(0);
  });

  test.each(['none', 'new'])('writes a Terraform configuration, firewall policy %s, and its review', (policy) => {
    const out = join(files.path, `terraform-${policy}`);
    const { exit, out: text } = cli(
      'synth',
      EXAMPLE,
      '--to',
      'terraform',
      '--project',
      'acme-prod',
      '--network',
      'prod',
      '--firewall-policy',
      policy,
      '--out',
      out,
      '--json',
    );
    expect(exit).toBe(0);
    expect((JSON.parse(text) as { files: string[] }).files).toContain(join(out, 'main.tf.json'));
    const written = readFileSync(join(out, 'main.tf.json'), 'utf8');
    expect(written).not.toMatch(/"\/\/"|backend|tfstate/);
    expect(cli('audit', EXAMPLE, '--template', join(out, 'main.tf.json')).exit).toBe(0);
  });
});

describe('bad input ends with 2, one clear message, and nothing half written', () => {
  const directory = join(files.path, 'folder.yaml');
  mkdirSync(directory);
  const big = list('big.yaml', `# ${'x'.repeat(10 * 1024 * 1024)}`);
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
    .join('\n')}\nconnections: *h\n`;
  const review = join(files.path, 'good.json');
  cli('review', jenkins, '--out', review);
  const broken = (change: (document: Record<string, unknown>) => void): string => {
    const document = JSON.parse(readFileSync(review, 'utf8')) as Record<string, unknown>;
    change(document);
    return files.write(`broken-${Math.random()}.json`, document);
  };

  test.each<[string, string[], string]>([
    ['no such command', ['revew'], "error: unknown command 'revew'\n(Did you mean review?)"],
    [
      'no such option',
      ['review', jenkins, '--fromat', 'html'],
      "error: unknown option '--fromat'\n(Did you mean --format?)",
    ],
    ['no file', ['review'], "error: missing required argument 'file'"],
    ['too many files', ['review', jenkins, jenkins], 'error: too many arguments'],
    ['a missing file', ['review', '/nope.yaml'], 'error: there is no file "/nope.yaml" (FileNotFound)'],
    ['a directory', ['review', directory], 'is a directory (NotAFile)'],
    ['10 MB', ['review', big], 'has 10.0 MiB, and at most 1 MiB are read (FileTooLarge)'],
    ['an empty file', ['review', list('empty.yaml', '')], 'the file is empty; write a list of connections (EmptyFile)'],
    ['not YAML', ['review', list('no.yaml', 'a: [b')], 'not valid YAML:'],
    ['a bomb of aliases', ['review', list('bomb.yaml', bomb)], 'not valid YAML: '],
    ['a number', ['review', list('number.yaml', '7')], 'the file must be a list of connections'],
    [
      'an unknown key',
      ['review', list('key.yaml', 'conections: []')],
      'a file has no "conections"; allowed: `connections`',
    ],
    ['a wrong type', ['review', list('type.yaml', '- jenkins: { to: 7 }')], 'type.yaml:1:18: '],
    ['a near miss', ['review', list('miss.yaml', '- jenkns')], 'did you mean `jenkins`?'],
    ['names twice', ['review', list('twice.yaml', '- datadog\n- datadog')], 'DuplicateName'],
    ['an unknown target', ['review', jenkins, '--target', 'aws'], '`target` must be `aws-security-group`'],
    [
      'an unknown profile',
      ['review', jenkins, '--profile', 'recommende'],
      'did you mean `recommended`? (InvalidProfile)',
    ],
    [
      'an unknown format',
      ['review', jenkins, '--format', 'pdf'],
      '`--format` must be `table`, `markdown`, `html`, `json`, `svg`, got "pdf"',
    ],
    ['a day that is none', ['review', jenkins, '--as-of', '2026-02-30'], '`asOf` must be a date such as 2027-01-31'],
    ['an unknown row', ['list', 'jenkns'], 'did you mean `jenkins`? (UnknownConnection)'],
    ['one file alone', ['diff', jenkins], 'one file alone has no difference'],
    [
      'a second file and a kept review',
      ['diff', jenkins, wider, '--against', review],
      'set a second file or `--against`, got both',
    ],
    ['a kept review that is none', ['diff', jenkins, '--against', jenkins], 'is not a kept review'],
    [
      'a kept review of another version',
      ['diff', jenkins, '--against', broken((d) => (d.version = 9))],
      'the review has version 9, and this release reads version 1, 2 and 3',
    ],
    [
      'a kept review without ports',
      ['diff', jenkins, '--against', broken((d) => delete d.ports)],
      'the review is broken: it needs `ports`',
    ],
    [
      'a kept review with a block that is none',
      [
        'diff',
        jenkins,
        '--against',
        broken((d) => ((d.rules as { destination: { key: string } }[])[0]!.destination.key = '999.1.1.1/99')),
      ],
      'InvalidCidr',
    ],
    [
      'a kept review with terminal escapes',
      ['diff', jenkins, '--against', broken((d) => ((d.ports as { why: string }[])[0]!.why = '\u001b[2J'))],
      '`ports[0].why` must not contain control or invisible characters, got "\\u001b[2J"',
    ],
    ['no template', ['audit', jenkins], "error: required option '--template <path>' not specified"],
    ['a template that is missing', ['audit', jenkins, '--template', '/nope'], 'there is no file "/nope"'],
    [
      'a template that is none',
      ['audit', jenkins, '--template', jenkins],
      'this is a list of connections, not a template; set it as the first argument',
    ],
    [
      'a template of broken JSON',
      ['audit', jenkins, '--template', list('broken.json', '{"Resources": {')],
      'the template is not valid JSON',
    ],
    [
      'a group that the template does not have',
      ['audit', jenkins, '--template', list('none.json', '{"Resources":{}}'), '--group', 'G'],
      'the template has no security group "G"; it has none',
    ],
    [
      'nowhere to write',
      ['review', jenkins, '--out', '/nope/x.html'],
      'cannot write "/nope/x.html": its folder does not exist (CannotWrite)',
    ],
    [
      'a folder to write to',
      ['review', jenkins, '--out', directory, '--format', 'html'],
      'it is a folder (CannotWrite)',
    ],
    [
      'a synth of nothing',
      ['synth', jenkins, '--to', 'pulumi', '--out', files.path],
      '`--to` must be `cloudformation`, `suricata`, `dns-list`, `terraform`, `kubernetes-network-policy`, `cilium-network-policy`, `gke-fqdn-network-policy`, `eks-application-network-policy`, `squid`, `delegate-env`, got "pulumi"',
    ],
    [
      'a synth without a principal',
      ['synth', EXAMPLE, '--to', 'cloudformation', '--out', files.path],
      'set the service that assumes the role, such as `--assumed-by',
    ],
    [
      'a principal that is none',
      ['synth', EXAMPLE, '--to', 'cloudformation', '--assumed-by', 'me', '--out', files.path],
      '`--assumed-by` must be a service principal',
    ],
    [
      'a VPC that is none',
      ['synth', jenkins, '--to', 'cloudformation', '--vpc', 'prod', '--out', files.path],
      '`--vpc` must be the id of a VPC',
    ],
    [
      'a synth without a project',
      ['synth', jenkins, '--to', 'terraform', '--out', files.path],
      '`--to terraform` needs `--project` and `--network`',
    ],
    [
      'a project that is none',
      ['synth', jenkins, '--to', 'terraform', '--project', 'A B', '--network', 'n', '--out', files.path],
      '`project`',
    ],
  ])('%s', (_, args, message) => {
    const before = readdirSync(files.path).sort();
    const { exit, out, err } = cli(...args);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    expect(readdirSync(files.path).sort()).toEqual(before);
  });

  test('every problem of a file at once, each on a line', () => {
    const { err } = cli(
      'review',
      list('many.yaml', '- jenkns\n- datadog: { site: mars }\n- smtp: { to: [10.0.0.1/8] }\n'),
    );
    expect(withoutFolders(err)).toMatch(
      /^3 errors:\n- many\.yaml:1:3: .*\n- many\.yaml:2:20: .*\n- many\.yaml:3:16: .*\n$/,
    );
  });

  test('as JSON when JSON was asked for', () => {
    for (const flags of [['--json'], ['--format', 'json'], ['--format=json']]) {
      const { err } = cli('review', '/nope.yaml', ...flags);
      expect(JSON.parse(err)).toMatchObject({ error: { code: 'FileNotFound', problems: [{ code: 'FileNotFound' }] } });
    }
  });

  test('a file that was there stays as it was when writing fails', () => {
    const locked = join(files.path, 'locked');
    mkdirSync(locked);
    writeFileSync(join(locked, 'review.html'), 'old');
    chmodSync(locked, 0o500);
    const { exit } = cli('review', jenkins, '--out', join(locked, 'review.html'));
    // The superuser may write anywhere.
    if (process.getuid?.() !== 0) {
      expect(exit).toBe(2);
      expect(readFileSync(join(locked, 'review.html'), 'utf8')).toBe('old');
    }
    chmodSync(locked, 0o700);
    expect(readdirSync(locked)).toEqual(['review.html']);
  });
});
