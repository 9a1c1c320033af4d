import type * as Toy from './toy';
import type * as Platforms from '../../lib/platforms';
import { cli, folder } from '../support/cli';
import { everyRow } from '../support/every-row';
import {
  Connection,
  differenceMarkdown,
  differenceOf,
  differenceTable,
  parseReview,
  Plan,
  Profile,
  reviewOf,
  Target,
  toHtml,
  toMarkdown,
  toSvg,
  toTable,
  type PlanOnTarget,
  type PlanOptions,
} from 'harness-delegate-access';

/** A third platform is a folder and its line in the list of platforms; everything that is no cloud works on it. */
jest.mock('../../lib/platforms', () => {
  const { PLATFORMS } = jest.requireActual<typeof Platforms>('../../lib/platforms');
  return { PLATFORMS: [...PLATFORMS, jest.requireActual<typeof Toy>('./toy').TOY] };
});

const s3 = Connection.awsS3({ regions: ['eu-west-1'], buckets: ['artifacts'] });
const jenkins = (...to: string[]): Connection => Connection.jenkins({ to });
const on = (connections: readonly Connection[], options: PlanOptions = {}): PlanOnTarget =>
  Plan.of(connections, { asOf: '2026-11-24', ...options }).on(Target.of('toy-filter'));
const enforced = ({ flows }: PlanOnTarget, connection: string): string[] =>
  flows
    .filter(({ flow }) => flow.decision.connection === connection)
    .map(({ destination, enforcement }) => `${destination.text} by ${enforcement}`)
    .sort();
const keys = ({ findings }: PlanOnTarget): string[] => findings.map(({ key }) => key);

describe('a plan on a platform of somebody else', () => {
  test('has a target by its name, beside those of the clouds', () => {
    expect(Target.all().map(({ name }) => name)).toEqual([
      'aws-security-group',
      'aws-network-firewall',
      'aws-network-firewall-resolved',
      'aws-dns-firewall',
      'gcp-vpc-rules',
      'gcp-firewall-policy',
      'kubernetes-network-policy',
      'cilium-network-policy',
      'gke-fqdn-network-policy',
      'eks-application-network-policy',
      'proxy',
      'toy-filter',
    ]);
    expect(Target.of('toy-filter')).toBe(Target.of('toy-filter'));
    expect(() => Target.of('toy-filtre')).toThrow(/or `toy-filter`, got "toy-filtre"; did you mean `toy-filter`\?/);
  });

  test('matches a wildcard at the beginning by name, beside the names that are written out', () => {
    expect(enforced(on([s3]), 'aws-s3')).toEqual([
      '*.s3.eu-west-1.amazonaws.com by host name',
      'artifacts.s3.eu-west-1.amazonaws.com by host name',
      'ec2.eu-west-1.amazonaws.com by host name',
      's3.eu-west-1.amazonaws.com by host name',
    ]);
    expect(keys(on([s3])).filter((key) => /^(PortOnlyEgress|NameNotExpressible):/.test(key))).toEqual([]);
  });

  test('opens no name that another wildcard stands for, and says so', () => {
    const anywhere = on([Connection.awsS3({ buckets: ['artifacts'] })]);
    expect(enforced(anywhere, 'aws-s3')).toContain('0.0.0.0/0 by port-only');
    expect(keys(anywhere)).toContain('PortOnlyEgress:aws-s3:443');
  });

  test('matches blocks by address, and host names that a user wrote', () => {
    expect(enforced(on([jenkins('10.0.3.7/32', 'ci.example.com')]), 'jenkins')).toEqual([
      '10.0.3.7/32 by address',
      'ci.example.com by host name',
    ]);
  });

  test.each(['documented', 'recommended'])('grants nothing: every permission is elsewhere, %s', (profile) => {
    const onToy = on(everyRow(), { profile: Profile.of(profile) });
    expect(onToy.permissions).toEqual([]);
    expect(reviewOf(onToy).permissions).toEqual([]);
    const asking = new Set(
      onToy.plan.permissions.flatMap(({ reasons }) => reasons.map(({ connection }) => `RolesElsewhere:${connection}`)),
    );
    expect(new Set(keys(onToy).filter((key) => key.startsWith('RolesElsewhere:')))).toEqual(asking);
    const said = onToy.findings.filter(({ finding }) => finding === 'RolesElsewhere');
    onToy.plan.permissions.forEach(({ name, cloud, reasons }) => {
      const { what, why } = said.find(({ connection }) => connection === reasons[0]!.connection)!;
      expect(what).toContain(name);
      expect(what).toMatch(cloud === 'aws' ? / in AWS$/ : / in Google Cloud$/);
      expect(why).toBe('Toy filter is in another cloud');
    });
    expect(new Set(onToy.plan.permissions.map(({ cloud }) => cloud))).toEqual(new Set(['aws', 'gcp']));
  });

  test('takes acknowledgements of what is found on it', () => {
    const acknowledged = [
      { finding: 'RolesElsewhere', connection: 'aws-s3', reason: 'granted by the AWS app' },
    ] as const;
    const { findings } = on([s3], { acknowledged });
    expect(findings.find(({ key }) => key === 'RolesElsewhere:aws-s3')?.acknowledged?.reason).toBe(
      'granted by the AWS app',
    );
    expect(findings.filter(({ finding }) => finding === 'UnusedAcknowledgement')).toEqual([]);
  });
});

describe('its review', () => {
  const review = reviewOf(on([...everyRow().filter(({ id }) => id !== 'aws-s3'), s3]));

  test('names the target, and survives being kept as a file', () => {
    expect(review.target).toEqual({ name: 'toy-filter', title: 'Toy filter', platform: 'toy' });
    expect(parseReview(JSON.stringify(review))).toEqual(review);
  });

  test.each([
    ['a table', toTable, /^Harness Delegate access on Toy filter, documented\n/],
    ['Markdown', toMarkdown, /^# Harness Delegate access on Toy filter, documented\n/],
    ['a page', toHtml, /<h1>Harness Delegate access on Toy filter, documented<\/h1>/],
    ['a picture', toSvg, /<svg [^>]*aria-label="Harness Delegate access on Toy filter, documented"/],
  ])('is %s', (_, format, begin) => {
    const text = format(review).replace(/<script>[^]*<\/script>/, '');
    expect(text).toMatch(begin);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    review.ports
      .filter(({ asked }) => asked)
      .forEach(({ connection }) => expect(text).toContain(connection.slice(0, 24)));
  });

  test('shows what is matched by name', () => {
    expect(toTable(review).replace(/\s+/g, ' ')).toMatch(/\*\.s3\.eu-west-1\.amazonaws\.com/);
    expect(review.rules).toContainEqual(
      expect.objectContaining({
        destination: { kind: 'hostname', key: '*.s3.eu-west-1.amazonaws.com', text: '*.s3.eu-west-1.amazonaws.com' },
        enforcement: 'host name',
      }),
    );
  });

  test('is compared with another one, and with one of a cloud', () => {
    const before = reviewOf(on([jenkins('10.0.3.7/32'), s3]));
    const after = reviewOf(on([jenkins('10.0.3.0/24'), s3]));
    const found = differenceOf(before, after);
    expect(found.opens.map(({ destination }) => destination.text)).toEqual(['10.0.3.0/24']);
    expect([found.closes, found.grants, found.revokes]).toEqual([[], [], []]);
    expect(differenceTable(found)).toContain('WIDER: 1 × opens.');
    expect(differenceMarkdown(found)).toContain('documented on Toy filter');
    const onAws = reviewOf(Plan.of([s3], { asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP));
    const moved = differenceOf(onAws, reviewOf(on([s3])));
    // The permissions are those of the list, whoever grants them.
    expect([moved.grants, moved.revokes]).toEqual([[], []]);
  });
});

describe('the command', () => {
  const files = folder();
  const list = files.write('list.yaml', '- aws-s3: { regions: [eu-west-1] }\n- jenkins: { to: [10.0.3.7/32] }\n');
  const wider = files.write('wider.yaml', '- aws-s3: { regions: [eu-west-1] }\n- jenkins: { to: [10.0.3.0/24] }\n');

  test('knows the target', () => {
    expect(cli('review', '--help').out.replace(/\s+/g, ' ')).toContain(
      'gcp-firewall-policy, kubernetes-network-policy, cilium-network-policy, gke-fqdn-network-policy, eks-application-network-policy, proxy or toy-filter; several layers of one path with commas between them (default: aws-security-group)',
    );
    expect(cli('list')).toMatchObject({
      exit: 0,
      err: '',
      out: expect.stringContaining('59 connections, ') as unknown,
    });
  });

  test.each(['table', 'markdown', 'html', 'svg', 'json'])('reviews a list on it as %s', (format) => {
    const { exit, out, err } = cli('review', list, '--target', 'toy-filter', '--format', format);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain('Toy filter');
    expect(out).toContain('jenkins');
  });

  test('compares two lists on it, and a list with a kept review of it', () => {
    expect(cli('diff', list, list, '--target', 'toy-filter').exit).toBe(0);
    expect(cli('diff', list, wider, '--target', 'toy-filter')).toMatchObject({
      exit: 1,
      out: expect.stringContaining('documented on Toy filter') as unknown,
    });
    const kept = files.write('kept.json', cli('review', list, '--target', 'toy-filter', '--json').out);
    expect(cli('diff', list, '--against', kept).exit).toBe(0);
    expect(JSON.parse(cli('diff', wider, '--against', kept, '--json').out)).toMatchObject({
      after: { target: { name: 'toy-filter' } },
      isWider: true,
    });
  });

  test('writes nothing for it, and finds no rules of it in a template', () => {
    expect(cli('synth', list, '--to', 'toy', '--out', files.path).err).toContain(
      '`dns-list`, `terraform`, `kubernetes-network-policy`, `cilium-network-policy`, `gke-fqdn-network-policy`, `eks-application-network-policy`, `squid`, `delegate-env`, got "toy"',
    );
    const template = files.write('template.json', { Resources: { G: { Type: 'AWS::EC2::SecurityGroup' } } });
    expect(cli('audit', list, '--target', 'toy-filter', '--template', template).err).toContain(
      'the template has rules for AWS security group, and the review is for Toy filter',
    );
  });
});
