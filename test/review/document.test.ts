import { Ajv2020 } from 'ajv/dist/2020';
import reviewSchema from '../../review.schema.json';
import reviewV1 from '../data/review-v1.json';
import { problemsOf } from '../support/errors';
import { everyRow } from '../support/every-row';
import { HOSTILE } from '../support/hostile';
import {
  Connection,
  parseReview,
  Plan,
  Profile,
  reviewOf,
  Target,
  toMarkdown,
  toSvg,
  type ReviewDocument,
} from 'harness-delegate-access';

function review(connections: readonly Connection[], options = {}, target = Target.AWS_SECURITY_GROUP): ReviewDocument {
  return reviewOf(Plan.of(connections, { asOf: '2026-11-24', ...options }).on(target));
}

const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });

describe('a review as data', () => {
  test('says of each port what was asked for, what is reached, why, and where that was read', () => {
    const { ports, rules, reasons } = review([jenkins, Connection.datadog({ site: 'datadoghq.eu' })]);
    expect(ports.find(({ connection }) => connection === 'datadog')).toMatchObject({
      row: 'datadog',
      port: '443',
      kind: 'saas',
      asked: true,
      reachable: true,
      askedFor: ['api.datadoghq.eu', 'app.datadoghq.eu'],
      reached: ['0.0.0.0/0'],
      enforcement: 'port-only',
      verdict: 'as written',
      sources: expect.arrayContaining([
        expect.objectContaining({ url: expect.stringContaining('permissions-and-ports') }),
      ]) as unknown,
    });
    expect(rules).toContainEqual({
      protocol: 'tcp',
      from: 443,
      to: 443,
      destination: { kind: 'cidr', key: '10.0.3.7/32', text: '10.0.3.7/32', family: 'ipv4' },
      enforcement: 'address',
      reasons: ['jenkins:443'],
    });
    const keys = reasons.map(({ key }) => key);
    rules.flatMap((rule) => rule.reasons).forEach((key) => expect(keys).toContain(key));
  });

  test('is the same for every order of the list, and survives being kept as a file', () => {
    const all = everyRow();
    for (const target of [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY]) {
      const document = review(all, { profile: Profile.RECOMMENDED }, target);
      expect(review([...all].reverse(), { profile: Profile.RECOMMENDED }, target)).toEqual(document);
      expect(parseReview(JSON.stringify(document))).toEqual(document);
    }
  });

  test('says what RECOMMENDED would change of a list that is decided as documented, on this target', () => {
    const list = [
      Connection.awsEc2({ regions: ['eu-west-1'], machines: ['10.0.16.0/20'] }),
      Connection.gcp({ machines: [] }),
    ];
    expect(review(list).recommended).toEqual({
      closes: [
        { connection: 'aws-ec2', port: '80' },
        { connection: 'aws-ec2', port: '9090' },
      ],
      opens: [{ connection: 'gcp', port: '443' }],
      removes: [{ connection: 'aws-ec2', name: 'AmazonEC2FullAccess' }],
    });
    const recommended = review([Connection.jenkins({ to: ['10.0.3.7/32'] })], { profile: Profile.RECOMMENDED });
    expect(recommended.recommended).toBeUndefined();
    expect(review([Connection.jenkins({ to: ['10.0.3.7/32'] })]).recommended).toBeUndefined();
  });

  test('is valid by the JSON Schema of the package, which refuses what its reader refuses', () => {
    const isValid = new Ajv2020({ allErrors: true }).compile(reviewSchema);
    for (const target of [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY]) {
      const document = JSON.parse(JSON.stringify(review(everyRow(), {}, target))) as Record<string, unknown>;
      expect([isValid(document), isValid.errors]).toEqual([true, null]);
      for (const key of Object.keys(document).filter(
        (name) => !['recommended', 'elsewhere', 'endpoints'].includes(name),
      )) {
        const without = { ...document, [key]: undefined };
        expect(isValid(JSON.parse(JSON.stringify(without)))).toBe(false);
        expect(() => parseReview(JSON.stringify(without))).toThrow('InvalidReview');
      }
    }
  });

  test.each([
    ['{', 'the review is not valid JSON'],
    ['[]', 'not a review of this library'],
    ['null', 'not a review of this library'],
    [
      '{"format":"harness-delegate-access/review","version":4}',
      'the review has version 4, and this release reads version 1, 2 and 3',
    ],
    [
      '{"format":"harness-delegate-access/review","version":2}',
      'the review is broken: it needs `catalogVersion`; write it again',
    ],
    [
      '{"format":"harness-delegate-access/review","version":1}',
      'the review is broken: it needs `catalogVersion`; write it again',
    ],
  ])('fails on %s', (text, message) => {
    expect(problemsOf(() => parseReview(text))[0]).toMatch(new RegExp(`^InvalidReview: .*${message}`));
  });
});

describe('a review of version 1, as earlier releases kept it', () => {
  const { permissions, ...rest } = reviewV1;
  const read = (changes: object): ReviewDocument => parseReview(JSON.stringify({ ...reviewV1, ...changes }));

  test('is read as one of today that does not say where anything is', () => {
    const document = read({});
    expect(document).toEqual({
      ...rest,
      version: 3,
      where: {},
      permissions: permissions.map((permission) => ({ ...permission, where: {} })),
    });
    expect(permissions.length).toBeGreaterThan(2);
    expect(new Ajv2020().compile(reviewSchema)(document)).toBe(true);
    expect(parseReview(JSON.stringify(document))).toEqual(document);
  });

  test.each<[string, object, string]>([
    ['permissions that are no list', { permissions: {} }, '`permissions` must be a list, got a value of type object'],
    ['a permission that is a number', { permissions: [7] }, '`permissions[0]` must be an object with '],
    ['no ports', { ports: undefined }, 'it needs `ports`'],
  ])('fails with %s', (_, changes, message) => {
    expect(problemsOf(() => read(changes))[0]).toContain(`InvalidReview: the review is broken: ${message}`);
  });
});

describe('a review as Markdown', () => {
  test('shows every port, permission, credential and finding, and where each was read', () => {
    const document = review(everyRow(), { profile: Profile.RECOMMENDED });
    const text = toMarkdown(document);
    const plain = text.replace(/\\/g, '');
    document.ports.forEach(({ connection, port }) => expect(plain).toContain(`| ${connection} | ${port} |`));
    document.permissions.forEach(({ name }) => expect(plain).toContain(`| ${name} |`));
    document.findings.forEach(({ key, finding, fix }) =>
      expect(plain).toContain(fix === 'nothing to do' ? `[${finding}] |` : `- **${key}**:`),
    );
    const cited = [...text.matchAll(/\]\[p(\d+)\]/g)].map((match) => match[1]);
    const defined = [...text.matchAll(/^\[p(\d+)\]: </gm)].map((match) => match[1]);
    expect(defined.length).toBeGreaterThan(20);
    cited.forEach((number) => expect(defined).toContain(number));
  });

  test('folds what asks for nothing, and shows warnings, ports and permissions at once', () => {
    const text = toMarkdown(review(everyRow()));
    const folded = [...text.matchAll(/<details><summary>(.*?) \(\d+\)<\/summary>/g)].map((match) => match[1]);
    const shown = [...text.matchAll(/^## (.*) \(\d+\)$/gm)].map((match) => match[1]);
    expect(shown).toEqual(['Warnings', 'Requested ports', 'Permissions', 'Manual steps']);
    expect(folded).toEqual(['Not requested', 'Endpoints of a private network', 'Notices', 'Reasons', 'Sources']);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length);
  });

  test('keeps its tables whole, whatever the text', () => {
    for (const row of toMarkdown(review(everyRow()))
      .split('\n')
      .filter((line) => line.startsWith('| '))) {
      expect(row.replace(/\\\|/g, '').split('|').length).toBeGreaterThan(2);
      expect(row.endsWith(' |')).toBe(true);
    }
  });
});

describe('a review as a picture', () => {
  test('shows each connection that asks for something, with its ports', () => {
    const svg = toSvg(review([jenkins, Connection.datadog({ site: 'datadoghq.eu' })]));
    expect(svg).toContain('>jenkins</text>');
    expect(svg).toContain('>10.0.3.7/32</text>');
    expect(svg).toContain('>any address, for api.datadoghq.eu, app.datado…</text>');
    expect(svg.match(/class="port"[^>]*>443</g)).toHaveLength(3);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test('sums up what does not fit on a page', () => {
    const many = Array.from({ length: 200 }, (_, i) =>
      Connection.jenkins({ name: `jenkins-${i}`, to: [`10.1.${i}.0/24`] }),
    );
    const svg = toSvg(review(many));
    expect(svg).toContain('>200 connections on 443</text>');
    expect(svg).not.toContain('jenkins-1');
  });
});

describe.each(HOSTILE)('the text %j', (hostile) => {
  const document = review([Connection.custom({ name: 'hostile', to: ['10.0.0.0/8'], ports: [8200], reason: hostile })]);

  test('is no Markdown', () => {
    const line = toMarkdown(document)
      .split('\n')
      .find((row) => row.startsWith('| hostile | 8200'))!;
    expect(line).toBeDefined();
    expect(line).not.toMatch(/<[a-z!/]/i);
    expect(line).not.toMatch(/(?<!\\)[`*_[\]]/);
    expect(line).not.toContain('@');
    expect(line.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|')).toHaveLength(10);
  });

  test('is no markup in a picture', () => {
    const picture = toSvg({ ...document, target: { ...document.target, title: hostile } });
    expect(picture.match(/<title>/g)).toHaveLength(1);
    expect(picture).not.toMatch(/<(script|img|a|iframe|foreignObject)\b/i);
    expect(picture.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+=/i);
  });
});
