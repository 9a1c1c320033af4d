import fc from 'fast-check';
import { cli, folder } from '../support/cli';
import { Plan, Target } from 'harness-delegate-access';

const files = folder();
const file = (name: string, value: unknown): string => files.write(name, value as object);

/** Made up, in the shapes that the vendors publish. */
const DATADOG = {
  version: 89,
  modified: '2026-10-01-00-00-00',
  agents: { prefixes_ipv4: ['192.0.2.0/24'], prefixes_ipv6: [] },
  api: { prefixes_ipv4: ['198.51.100.7/32', '198.51.100.0/25', '198.51.100.7/32'], prefixes_ipv6: ['2001:db8::/64'] },
};
const ATLASSIAN = {
  creationDate: '2026-09-30T10:00:00.0',
  syncToken: 1790000000,
  items: [
    { cidr: '198.51.100.0/28', region: ['global'], product: ['bitbucket', 'jira'], direction: ['ingress', 'egress'] },
    { cidr: '198.51.100.64/28', region: ['eu-west-1'], product: ['jira'], direction: ['ingress'] },
    { cidr: '203.0.113.0/28', region: ['global'], product: ['bitbucket'], direction: ['egress'] },
  ],
};
const google = (...prefixes: readonly string[]): object => ({
  syncToken: '1',
  creationTime: '2026-11-01T01:02:03.4',
  prefixes: prefixes.map((prefix) => ({ [prefix.includes(':') ? 'ipv6Prefix' : 'ipv4Prefix']: prefix })),
});

/** The plan of what the command writes. */
function planOf(...args: readonly string[]): Plan {
  const { exit, out, err } = cli('ranges', ...args);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  const path = files.write(
    'list.yaml',
    out.includes('connections:') ? out : `${out}connections: [gcp: { machines: [] }]\n`,
  );
  return Plan.fromFile(path, { asOf: '2026-11-26' });
}
const reached = (plan: Plan, connection: string): string[] => [
  ...new Set(
    plan
      .on(Target.AWS_SECURITY_GROUP)
      .flows.filter(({ flow }) => flow.decision.connection === connection)
      .map(({ destination }) => destination.text),
  ),
];

test('the API of Datadog, as an entry with its site, its source and its day', () => {
  const plan = planOf('datadog', file('datadog.json', DATADOG), '--site', 'datadoghq.eu');
  expect(reached(plan, 'datadog').sort()).toEqual(['198.51.100.0/25', '198.51.100.7/32', '2001:db8::/64']);
  expect(plan.findings.find(({ finding }) => finding === 'AddressesMayChange')).toMatchObject({
    key: 'AddressesMayChange:datadog',
    severity: 'notice',
    what: 'its addresses are those that https://ip-ranges.datadoghq.eu/ published on 2026-10-01, 56 days before this review',
  });
  expect(plan.on(Target.AWS_SECURITY_GROUP).findings.map(({ key }) => key)).not.toContain('PortOnlyEgress:datadog:443');
});

test('a product of Atlassian, of every region, and of what is called', () => {
  const path = file('atlassian.json', ATLASSIAN);
  expect(reached(planOf('atlassian', path, '--product', 'jira'), 'jira')).toEqual([
    '198.51.100.0/28',
    '198.51.100.64/28',
  ]);
  expect(reached(planOf('atlassian', path, '--product', 'bitbucket'), 'bitbucket')).toEqual(['198.51.100.0/28']);
});

test("Google's own blocks without those of its customers, for `reach`", () => {
  const all = file('goog.json', google('198.51.100.0/24', '2001:db8::/32'));
  const cloud = file('cloud.json', google('198.51.100.128/25', '203.0.113.0/24'));
  const { out } = cli('ranges', 'google', all, cloud);
  expect(out).toContain('reach:\n  googleApis:\n    - 198.51.100.0/25\n');
  expect(out).toContain("'2001:db8::/32'");
  const plan = planOf('google', all, cloud);
  expect(plan.findings.map(({ key }) => key)).toContain('AddressesMayChange:reach.googleApis');
});

test('blocks without others hold exactly what is left', () => {
  const blocks = fc.uniqueArray(
    fc
      .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 28, max: 32 }))
      .map(([at, prefix]) => `198.51.100.${Math.floor(at / 2 ** (32 - prefix)) * 2 ** (32 - prefix)}/${prefix}`),
    { minLength: 1, maxLength: 5 },
  );
  const has = (all: readonly string[], address: number): boolean =>
    all.some((block) => {
      const [, base, prefix] = /\.(\d+)\/(\d+)$/.exec(block)!;
      return Math.floor(address / 2 ** (32 - Number(prefix))) * 2 ** (32 - Number(prefix)) === Number(base);
    });
  fc.assert(
    fc.property(blocks, blocks, (own, others) => {
      const all = ['203.0.113.0/32', ...own];
      const { out, exit } = cli(
        'ranges',
        'google',
        file('a.json', google(...all)),
        file('b.json', google('203.0.113.0/32', ...others)),
      );
      const left = out.split('\n').flatMap((line) => /^ {4}- '?([\d./]+)'?$/.exec(line)?.[1] ?? []);
      for (let address = 0; address < 16; address += 1) {
        expect(exit === 0 ? has(left, address) : false).toBe(exit === 0 && has(own, address) && !has(others, address));
      }
    }),
    { numRuns: 40 },
  );
});

test.each<[string, readonly string[], string]>([
  ['a vendor that advises against it', ['github', 'x.json'], 'GitHub advises against allowing it by address'],
  ['a vendor whose list is of another direction', ['dynatrace', 'x.json'], 'has the addresses that it calls from'],
  [
    'a vendor that is not known',
    ['datadgo', 'x.json'],
    'the vendor must be `datadog`, `atlassian` or `google`, got "datadgo"; did you mean `datadog`?',
  ],
  ['one file of two', ['google', 'x.json'], '`ranges google` takes goog.json and cloud.json, got 1 file'],
])('refuses %s', (_, args, message) => {
  const { exit, out, err } = cli('ranges', ...args);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toContain(message);
});

test.each<[string, string, unknown, readonly string[], string]>([
  [
    'a file of another vendor',
    'datadog',
    ATLASSIAN,
    [],
    'this is not the list of Datadog: `api` must have `prefixes_ipv4` and `prefixes_ipv6`, got undefined',
  ],
  ['a file without a day', 'datadog', { ...DATADOG, modified: 7 }, [], '`modified` must begin with a date, got 7'],
  [
    'a block with bits of a host',
    'datadog',
    { ...DATADOG, api: { prefixes_ipv4: ['198.51.100.1/24'], prefixes_ipv6: [] } },
    [],
    'this is not the list of Datadog: ',
  ],
  ['a site that does not exist', 'datadog', DATADOG, ['--site', 'datadoghq.de'], '`--site` must be `datadoghq.com`'],
  [
    'no product',
    'atlassian',
    ATLASSIAN,
    [],
    '`--product` must be one of the products of the file, `bitbucket` or `jira`, got undefined',
  ],
])('refuses %s', (_, vendor, value, flags, message) => {
  const { exit, err } = cli('ranges', vendor, file('wrong.json', value), ...flags);
  expect(exit).toBe(2);
  expect(err).toContain(message);
});
