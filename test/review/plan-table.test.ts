import { textTable, wrap } from '../../lib/review/text-table';
import { Connection, Plan, planTable, Profile, Target } from 'harness-delegate-access';

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

describe('the table of a plan', () => {
  const table = (connections: Connection[], options = {}): string =>
    planTable(Plan.of(connections, { asOf: '2026-11-24', ...options }).on(Target.AWS_SECURITY_GROUP));

  test('shows connection, port, destination, enforcement, verdict and why', () => {
    const lines = table([Connection.jenkins({ to: ['10.0.3.7/32'] })]).split('\n');
    expect(lines[0]).toBe(
      'Harness Delegate access, profile documented, on AWS security group: 5 ports asked for, 2 distinct ways out (catalogue 1.0.0)',
    );
    expect(lines[2]).toMatch(/^CONNECTION +PORT +ASKED +DESTINATION +ENFORCEMENT +VERDICT +WHY$/);
    expect(lines.find((line) => line.startsWith('jenkins'))).toMatch(
      /^jenkins +443 +yes +10\.0\.3\.7\/32 +address +as written +table: "HTTPS: 443"/,
    );
  });

  test('never calls a port closed that can be reached through another connection', () => {
    const text = table([Connection.gcp({ machines: ['10.64.0.0/20'] })]).replace(/\s+/g, ' ');
    expect(text).toMatch(/gcp 443 no reachable through harness/);
  });

  test('shows findings with their fix and source, and what was accepted with its reason', () => {
    const acknowledged = [
      {
        finding: 'PortOnlyEgress',
        connection: 'datadog',
        reason: 'names only, no addresses published',
        until: '2027-01-31',
      },
    ];
    const text = table([Connection.datadog()], { acknowledged });
    expect(text).toContain('Acknowledged (1)\n- PortOnlyEgress:datadog:443');
    expect(text).toContain('accepted: names only, no addresses published (until 2027-01-31)');
    expect(text).toContain('fix: say where it is reached from your network with `reach`');
    expect(text).toMatch(/source: https:\/\/github\.com\/harness\/developer-hub\/blob\/08d81486\//);
  });

  test('shows permissions and what a person must create, and no text of a token', () => {
    const text = table([Connection.awsS3({ buckets: ['${Token[TOKEN.9]}'] }), Connection.datadog()], {
      profile: Profile.RECOMMENDED,
    });
    expect(text).toContain('HarnessS3Bucket');
    expect(text).toContain('an API key and an application key');
    expect(text).toContain('<known at');
    expect(text).not.toContain('Token[');
  });

  test('is at most 170 characters wide, but for the addresses of sources', () => {
    const wide = table([Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.gcp({ machines: [] })])
      .split('\n')
      .filter((line) => line.length > 170 && !line.includes('source: '));
    expect(wide).toEqual([]);
  });
});
