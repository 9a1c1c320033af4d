import { untyped, type Case } from './case';
import type { folder } from '../support/cli';
import { Connection, parseReview, Plan, readTemplate, reviewOf, Target } from 'harness-delegate-access';

const review = reviewOf(Plan.of([Connection.jenkins({ to: ['10.0.3.7/32'] })]).on(Target.AWS_SECURITY_GROUP));
const kept = (change: object) => (): unknown => parseReview(JSON.stringify({ ...review, ...change }));
const rule = review.rules[0]!;
const NOTHING = '{"Resources":{}}';

function firewall(change: object, other: object): string {
  const rules = [{}, change, other].map(
    (one, i) => [`r${i}`, { direction: 'EGRESS', network: 'prod', ...one }] as const,
  );
  return JSON.stringify({ resource: { google_compute_firewall: Object.fromEntries(rules.slice(1)) } });
}

const POLICIES = JSON.stringify({
  resource: {
    google_compute_network_firewall_policy_rule: Object.fromEntries(
      ['a', 'b'].map((name) => [name, { direction: 'EGRESS', action: 'deny', priority: 1, firewall_policy: name }]),
    ),
  },
});
/** A document with a policy. */
const PODS = (matchLabels: object, namespace: string): string =>
  `---\n${JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a', namespace },
    spec: { podSelector: { matchLabels }, policyTypes: ['Egress'] },
  })}\n`;
const TAGS = firewall({ target_tags: ['a'] }, { target_tags: ['b'] });
const NETWORKS = firewall({}, { network: 'test' });

/** Files of connections, kept reviews and templates. */
export function documents(files: ReturnType<typeof folder>): readonly Case[] {
  let count = 0;
  const plan = (text: string) => (): unknown => Plan.fromFile(files.write(`list-${(count += 1)}.yaml`, text));
  const list = (text: string) => (): unknown => Connection.fromFile(files.write(`list-${(count += 1)}.yaml`, text));
  return [
    [
      'a path that is a number',
      () => Connection.fromFile(untyped(7)),
      'FileNotFound',
      '`path` must be the path of a file, got 7',
    ],
    [
      'a role that the template does not have',
      () => readTemplate('{"Resources":{"Role":{"Type":"AWS::IAM::Role","Properties":{}}}}', { role: 'Rolle' }),
      'UnknownRole',
      'the template has no role "Rolle"; it has `Role`; did you mean `Role`?',
    ],
    [
      'an account without a role',
      () =>
        readTemplate(
          '{"resource":{"google_project_iam_member":{"a":{"role":"roles/viewer","member":"serviceAccount:a@b.iam.gserviceaccount.com"}}}}',
          { account: 'c@b.iam.gserviceaccount.com' },
        ),
      'UnknownAccount',
      'no role is granted to the service account "c@b.iam.gserviceaccount.com"; roles have `a@b.iam.gserviceaccount.com`',
    ],
    ['a folder for a file', () => Plan.fromFile(files.path), 'NotAFile', 'is a directory'],
    [
      'a path of 100,000 characters',
      () => Plan.fromFile('x'.repeat(100_000)),
      'UnreadableFile',
      /^"x{77}\.\.\." cannot be read: ENAMETOOLONG/,
    ],
    [
      'a path with a zero byte',
      () => Plan.fromFile('a\0b'),
      'UnreadableFile',
      '"a\\u0000b" cannot be read: ERR_INVALID_ARG_VALUE',
    ],
    [
      'a file of more than a megabyte',
      plan(`# ${'x'.repeat(1024 * 1024)}`),
      'FileTooLarge',
      /has 1\.0 MiB, and at most 1 MiB are read/,
    ],
    [
      'a file that is empty',
      plan('  \n'),
      'EmptyFile',
      /list-\d+\.yaml: the file is empty; write a list of connections/,
    ],
    [
      'a number that is octal in YAML 1.1',
      list('- jenkins: { to: [10.0.3.7/32], ports: [0443] }'),
      'InvalidYaml',
      /:1:41: not valid YAML: 0443 is another number in YAML 1\.1, where a leading zero means octal; write 443/,
    ],
    ['a file that is not YAML', plan('a: [b'), 'InvalidYaml', /list-\d+\.yaml:1:\d+: not valid YAML: /],
    [
      'a key that stands twice',
      plan('connections: []\nconnections: []\n'),
      'InvalidYaml',
      /:2:1: not valid YAML: Map keys must be unique/,
    ],
    [
      'a token in a file',
      plan('- jenkins: { to: ["${Token[TOKEN.1]}"] }'),
      'TokenInText',
      /a file holds literal values only.*belong in code, as `Destination\.deployTime`/,
    ],
    [
      'a file that is a text',
      plan('jenkins'),
      'InvalidFile',
      'the file must be a list of connections, or an object with `connections`, got "jenkins"',
    ],
    [
      'a file with a key it does not have',
      plan('conections: [datadog]'),
      'UnknownProp',
      /a file has no "conections"; allowed: .*did you mean `connections`\?/,
    ],
    [
      'a file without connections',
      plan('profile: documented'),
      'EmptyList',
      '`connections` must be a list with at least one connection, got undefined',
    ],
    [
      'props that are not indented',
      plan('- jenkins:\n  to: [10.0.3.7/32]\n'),
      'InvalidEntry',
      'got the keys "jenkins", "to"; are the props indented?',
    ],
    [
      'an entry that is a number',
      plan('- 7'),
      'InvalidEntry',
      /:1:3: an entry must be an id, or one id with its props such as .*got 7/,
    ],
    [
      'a bad prop in a file',
      plan('- jenkins: { to: [10.0.3.7] }'),
      'MissingMask',
      /^list-\d+\.yaml:1:19: .*did you mean `10\.0\.3\.7\/32`/,
    ],
    [
      'options where only a list is read',
      list('connections: [datadog]\nprofile: recommended\n'),
      'OptionsInFile',
      '`profile` is for a plan and would be lost here; read the file with `Plan.fromFile`',
    ],
    [
      'a bad profile in a file',
      plan('connections: [datadog]\nprofile: strict\n'),
      'InvalidProfile',
      /^list-\d+\.yaml:2:10: .*got "strict"/,
    ],

    [
      'a kept review that is an object',
      () => parseReview(untyped(review)),
      'InvalidReview',
      'a kept review must be a text, got a value of type object',
    ],
    [
      'a kept review of another version',
      kept({ version: 4 }),
      'InvalidReview',
      'the review has version 4, and this release reads version 1, 2 and 3',
    ],
    [
      'a kept review without its rules',
      kept({ rules: undefined }),
      'InvalidReview',
      'the review is broken: it needs `rules`; write it again with `--format json`',
    ],
    [
      'a kept review of a profile that does not exist',
      kept({ profile: 'strict' }),
      'InvalidReview',
      '`profile` must be `documented` or `recommended`, got "strict"',
    ],
    [
      'a kept review with a port that is none',
      kept({ rules: [{ ...rule, to: 70_000 }] }),
      'InvalidReview',
      '`rules[0].to` must be an integer from 1 to 65535, got 70000',
    ],
    [
      'a kept review with ports that go down',
      kept({ rules: [{ ...rule, from: 90, to: 80 }] }),
      'InvalidReview',
      '`rules[0]` must have ports that go up, got 90 to 80',
    ],
    [
      'a kept review with terminal escapes',
      kept({ asOf: '\u001b[2J' }),
      'InvalidReview',
      '`asOf` must not contain control or invisible characters, got "\\u001b[2J"',
    ],

    [
      'a template that is an object',
      () => readTemplate(untyped({ Resources: {} })),
      'InvalidTemplate',
      'a template must be a string with its text, got a value of type object',
    ],
    [
      'a template of 100,000 levels',
      () =>
        readTemplate(
          `{"Resources":{"G":{"Type":"AWS::EC2::SecurityGroup","Properties":{"SecurityGroupEgress":${'['.repeat(100_000)}${']'.repeat(100_000)}}}}}`,
        ),
      'InvalidTemplate',
      'the template is nested too deeply to be read',
    ],
    [
      'a template of something else',
      () => readTemplate('{"version":3}'),
      'UnknownTemplate',
      /has neither `Resources` \(CloudFormation\) nor `resource` \(Terraform in JSON\)/,
    ],
    [
      'options of a template that are a list',
      () => readTemplate(NOTHING, untyped([])),
      'InvalidProp',
      'the options of a template must be an object with `groups`',
    ],
    [
      'an option of a template that is misspelt',
      () => readTemplate(NOTHING, untyped({ group: ['G'] })),
      'UnknownProp',
      /a template has no option "group"; allowed: .*did you mean `groups`\?/,
    ],
    [
      'groups that are a text for a template',
      () => readTemplate(NOTHING, untyped({ groups: 'G' })),
      'InvalidProp',
      '`groups` must be a list of names, got "G"',
    ],
    [
      'a group that the template does not have',
      () => readTemplate(NOTHING, { groups: ['G'] }),
      'UnknownGroup',
      'the template has no security group "G"; it has none',
    ],
    [
      'machines of a CloudFormation template',
      () => readTemplate(NOTHING, { machines: 'a' }),
      'NotInTemplate',
      'has no `machines`; choose its rules with `groups`',
    ],
    [
      'several sets of machines',
      () => readTemplate(TAGS),
      'SeveralMachines',
      /choose the delegate's with `machines`: .*"a"/,
    ],
    [
      'policies for several sets of pods',
      () => readTemplate(PODS({ app: 'a' }, 'ci') + PODS({ app: 'b' }, 'ci')),
      'SeveralPods',
      /choose the delegate's with `podLabels`: "app=a" in ci, "app=b" in ci/,
    ],
    [
      'policies of several namespaces',
      () => readTemplate(PODS({ app: 'a' }, 'ci') + PODS({ app: 'a' }, 'cd')),
      'SeveralNamespaces',
      /choose the delegate's with `podNamespace`: "ci", "cd"/,
    ],
    [
      'labels that are none',
      () => readTemplate(PODS({ app: 'a' }, 'ci'), { podLabels: 'app' }),
      'InvalidPodLabels',
      '`podLabels` must be labels such as `harness.io/name=my-delegate,app=delegate`, got "app"',
    ],
    [
      'a stream of YAML with a broken document',
      () => readTemplate([{ name: 'policies.yaml', text: `${PODS({ app: 'a' }, 'ci')}---\nspec: [\n` }]),
      'InvalidTemplate',
      /^policies\.yaml: 5:1: the template is neither JSON nor valid YAML: .*; this is document 2, on line 3, and nothing of the text is read$/,
    ],
    [
      'rules of two clouds in one template',
      () =>
        readTemplate(
          '{"resource":{"aws_security_group":{"a":{"egress":[]}},"google_compute_firewall":{"b":{"network":"n","direction":"EGRESS","allow":[{"protocol":"tcp"}]}}}}',
        ),
      'SeveralClouds',
      'the template has rules of several clouds; use `readTemplates`',
    ],
    [
      'several networks',
      () => readTemplate(NETWORKS),
      'SeveralNetworks',
      'choose the delegate\'s with `network`: "prod", "test"',
    ],
    [
      'a network that the template does not have',
      () => readTemplate(NETWORKS, { network: 'dev' }),
      'UnknownNetwork',
      'of the network "dev"; it has `prod` or `test`',
    ],
    [
      'several policies',
      () => readTemplate(POLICIES),
      'SeveralPolicies',
      'choose the delegate\'s with `policy`: "a", "b"',
    ],
    [
      'a policy that the template does not have',
      () => readTemplate(POLICIES, { policy: 'c' }),
      'UnknownPolicy',
      'of the policy "c"; it has `a` or `b`',
    ],
  ];
}
