import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstOf, listWithin } from '../../lib/base';
import { textTable, wrap } from '../../lib/review/text-table';
import { everyRow } from '../support/every-row';
import { Connection, Plan, Profile, reviewOf, Target, toHtml, toMarkdown, toTable } from 'harness-delegate-access';

describe('the text table', () => {
  test('wraps at spaces, cuts words that are too long, and loses no character', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrap('', 4)).toEqual(['']);
    const text = 'application-autoscaling.eu-west-1.amazonaws.com and more';
    expect(wrap(text, 11).join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
  });

  test('aligns its columns and has no trailing spaces', () => {
    const table = textTable(
      [
        { title: 'A', width: 5 },
        { title: 'B', width: 9 },
      ],
      [
        ['x', 'one two three'],
        ['longer than', 'y'],
      ],
    );
    expect(table.split('\n')).toEqual([
      'A      B',
      '-----  ---------',
      'x      one two',
      '       three',
      'longe  y',
      'r',
      'than',
    ]);
  });
});

describe('the table of a review', () => {
  const table = (connections: Connection[], options = {}, shown = {}): string =>
    toTable(reviewOf(Plan.of(connections, { asOf: '2026-11-24', ...options }).on(Target.AWS_SECURITY_GROUP)), shown);

  test('shows connection, port, destination, enforcement, verdict and why', () => {
    const lines = table([Connection.jenkins({ to: ['10.0.3.7/32'] })]).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'Harness Delegate access on AWS security group, documented',
      '2 connections, 5 ports requested, 2 egress rules (1 to any address), 0 permissions, 1 manual step',
      '1 unacknowledged warning, 2 notices, 0 acknowledged',
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^CONNECTION +PORT +DESTINATION +ENFORCEMENT +VERDICT +WHY$/));
    expect(lines.find((line) => line.startsWith('jenkins'))).toMatch(
      /^jenkins +443 +10\.0\.3\.7\/32 +address +as written +table: "HTTPS: 443"/,
    );
  });

  test('puts what asks for a decision before what does not', () => {
    const text = table(everyRow(), {
      acknowledged: [{ finding: 'PortOnlyEgress', connection: 'datadog', reason: 'x' }],
    });
    const titles = [...text.matchAll(/^[A-Z][A-Z ]+(?= \(|$)/gm)]
      .map(([title]) => title)
      .filter((title) => !/^(CONN|ENDPOINT SERVICE)/.test(title));
    expect(titles).toEqual([
      'WARNINGS',
      'REQUESTED PORTS',
      'PERMISSIONS',
      'MANUAL STEPS',
      'ACKNOWLEDGED',
      'NOT REQUESTED',
      'ENDPOINTS OF A PRIVATE NETWORK',
      'NOTICES',
    ]);
  });

  test('has rows beyond the table after those of the table, under a title of their own', () => {
    const list = [Connection.gitLab(), Connection.jenkins({ to: ['10.0.3.7/32'] })];
    const parts = table(list).split("\nREQUESTED PORTS BEYOND HARNESS'S TABLE (1)\n");
    expect(parts).toHaveLength(2);
    expect(parts[0]).toMatch(/^jenkins +443 /m);
    expect(parts[0]).not.toMatch(/^gitlab /m);
    expect(parts[1]).toMatch(/^gitlab +443 .*on Harness's page/m);
    const { ports } = reviewOf(Plan.of(list).on(Target.AWS_SECURITY_GROUP));
    const beyond = ports.map(({ row, page }) => [row === 'gitlab', page !== undefined]);
    expect(beyond.every(([isGitLab, hasPage]) => isGitLab === hasPage)).toBe(true);
    expect(beyond.map(([isGitLab]) => isGitLab)).toEqual([...beyond.map(([isGitLab]) => isGitLab)].sort());
    expect(toMarkdown(reviewOf(Plan.of(list).on(Target.AWS_SECURITY_GROUP)))).toContain(
      "## Requested ports beyond Harness's table (1)\n",
    );
  });

  test('counts notices by their kinds, and writes them in full on request', () => {
    const review = reviewOf(Plan.of(everyRow(), { asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP));
    const notices = review.findings.filter(({ severity, fix }) => severity === 'notice' && fix !== 'nothing to do');
    const [short, full] = [toTable(review), toTable(review, { all: true })].map(
      (text) => text.split('\nNOTICES\n')[1]!,
    );
    expect(notices.length).toBeGreaterThan(10);
    const counts = [...short!.matchAll(/^- (\w+) \((\d+)\): /gm)].map(([, , count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(notices.length);
    const squeezed = full!.replace(/\s+/g, ' ');
    notices.forEach(({ what }) => expect(squeezed).toContain(what));
    expect(short).not.toContain('fix: ');
  });

  test('shows a finding with nothing to do as a remark on the line of its port, and nowhere else', () => {
    const text = table([Connection.githubRepo({ ssh: true })]);
    expect(text.match(/AskedByUser/g)).toHaveLength(1);
    expect(text.replace(/\s+/g, ' ')).toMatch(/github-repo 22 .* \[AskedByUser\]/);
    expect(table([Connection.githubRepo({ ssh: true })])).not.toContain('nothing to do');
  });

  test.each([60, 80, 100, 120])('fits %d columns, and loses nothing', (width) => {
    const review = reviewOf(Plan.of(everyRow(), { asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP));
    const text = toTable(review, { width, all: true });
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
    const squeezed = text.replace(/\s+/g, '');
    review.findings
      .filter(({ fix }) => fix !== 'nothing to do')
      .forEach(({ what }) => expect(squeezed).toContain(what.replace(/\s+/g, '')));
    expect(text.endsWith('\n')).toBe(true);
  });

  test('never calls a port closed that can be reached through another connection', () => {
    const text = table([Connection.gcp({ machines: ['10.64.0.0/20'] })]).replace(/\s+/g, ' ');
    expect(text).toMatch(/NOT REQUESTED .* gcp 443 reachable through harness/);
  });

  test('shows findings with their fix and source, and what is acknowledged with its reason', () => {
    const acknowledged = [
      {
        finding: 'PortOnlyEgress',
        connection: 'datadog',
        reason: 'names only, no addresses published',
        until: '2027-01-31',
      },
    ];
    const text = table([Connection.datadog()], { acknowledged }, { sources: true, all: true });
    expect(text).toContain(
      'ACKNOWLEDGED\n- PortOnlyEgress:datadog:443: names only, no addresses published (until 2027-01-31)',
    );
    expect(text).toContain('fix: set `reach` to where the delegate reaches the service');
    const [, number] = /the table requires an API key only; [^[]* \[(\d+)\]$/m.exec(text)!;
    expect(text).toMatch(new RegExp(`^\\[${number}\\] https://github\\.com/harness/developer-hub/blob/08d81486/`, 'm'));
  });

  test.each([
    ['a table', toTable],
    ['a page', toHtml],
    ['Markdown', toMarkdown],
  ])('says in %s where in a file the connection of a finding is', (_, format) => {
    const folder = mkdtempSync(join(tmpdir(), 'at-'));
    const file = join(folder, 'list.yaml');
    writeFileSync(file, '# mine\n- datadog: { site: datadoghq.eu }\n');
    const text = format(reviewOf(Plan.fromFile(file).on(Target.AWS_SECURITY_GROUP)));
    rmSync(folder, { recursive: true });
    expect(text.replace(/\\/g, '')).toContain('list.yaml:2:3');
  });

  test('shows permissions and manual steps, and no text of a token', () => {
    const text = table([Connection.awsS3({ buckets: ['${Token[TOKEN.9]}'] }), Connection.datadog()], {
      profile: Profile.RECOMMENDED,
    });
    expect(text).toContain('HarnessS3Bucket');
    expect(text).toContain('an API key and an application key');
    expect(text).toContain('<known at');
    expect(text).not.toContain('Token[');
  });

  test.each(['documented', 'recommended'])(
    'is at most 120 characters wide, but for the addresses of sources, %s',
    (profile) => {
      const wide = table(everyRow(), { profile: Profile.of(profile) }, { sources: true })
        .split('\n')
        .filter((line) => line.length > 120 && !/^\[\d+\] /.test(line));
      expect(wide).toEqual([]);
    },
  );
});

describe('the sources in the table', () => {
  const targets = [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY];
  const cases = [Profile.DOCUMENTED, Profile.RECOMMENDED].flatMap((profile) =>
    targets.map((target) => [profile.name, target.facts.name, profile, target] as const),
  );

  test.each(cases)(
    'under %s on %s give every reason its row and a page that stands below',
    (_, __, profile, target) => {
      const onTarget = Plan.of(everyRow(), { profile, asOf: '2026-11-24' }).on(target);
      const [, text = ''] = toTable(reviewOf(onTarget), { sources: true }).split('\nREASONS');
      const lines = text.split('\n');
      const pages = new Map(
        lines.flatMap((line) => {
          const match = /^\[(\d+)\] (\S.*)$/.exec(line);
          return match === null ? [] : [[match[1]!, match[2]!] as const];
        }),
      );
      const rows = new Map(
        lines.flatMap((line) => {
          const match = /^(\S+:\S+) +(\S+) +((?:\[\d+\] ?)+)$/.exec(line);
          return match === null ? [] : [[match[1]!, match] as const];
        }),
      );
      const keys = new Set(onTarget.rules.flatMap(({ reasons }) => reasons.map(({ key }) => key)));
      expect([...keys].filter((key) => !rows.has(key))).toEqual([]);
      for (const [, [, key, row, numbers]] of rows) {
        expect(key!.startsWith(`${row}:`)).toBe(true); // nobody gave these connections a name of their own
        for (const number of numbers!.match(/\d+/g)!) {
          expect(pages.get(number)).toMatch(/^(https:\/\/|[A-Z a-z-]+).* \(\d{4}(-\d\d){0,2}\)$/);
        }
      }
    },
  );

  test('name the row of a connection with a name of its own, and where its host names were read', () => {
    const plan = Plan.of([Connection.datadog({ name: 'metrics', site: 'datadoghq.eu' })], { asOf: '2026-11-24' });
    const text = toTable(reviewOf(plan.on(Target.GCP_FIREWALL_POLICY)), { sources: true });
    expect(text).toMatch(/^metrics:443 +datadog +(\[\d+\] ?){3}$/m);
    expect(text).toMatch(/^\[\d+\] .*datadog-api-client-typescript/m);
  });

  test('are your own words for what is not in the table', () => {
    const own = Connection.custom({ name: 'vault', to: ['10.0.9.0/24'], ports: [8200], reason: 'secrets' });
    expect(toTable(reviewOf(Plan.of([own]).on(Target.AWS_SECURITY_GROUP)), { sources: true })).toMatch(
      /^vault:8200 +custom +the reason, above$/m,
    );
  });
});

describe('a list that is too long', () => {
  const keys = Array.from({ length: 300 }, (_, i) => `service:${9000 + i}`);

  test.each([
    [['a', 'b'], 3, 'a, b'],
    [['a', 'b', 'c', 'd'], 3, 'a, b, c and 1 more'],
  ])('shows the first and counts the rest: %p', (entries, count, text) => {
    expect(firstOf(entries, count)).toBe(text);
  });

  test('shows as many as fit, and counts the rest', () => {
    const text = listWithin(keys, 255);
    const [, shown, more] = /^(.*) and (\d+) more$/.exec(text)!;
    expect(text.length).toBeLessThanOrEqual(255);
    expect(shown!.split(', ').length + Number(more)).toBe(300);
    expect(firstOf(keys, shown!.split(', ').length + 1).length).toBeGreaterThan(255);
    expect(listWithin(keys.slice(0, 3), 255)).toBe(keys.slice(0, 3).join(', '));
  });
});
