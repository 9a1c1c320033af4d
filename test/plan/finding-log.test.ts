import { problemsOf } from '../support/errors';
import { Connection, Plan } from 'harness-delegate-access';

describe('acknowledgements', () => {
  const connections = [Connection.gcp({ machines: ['10.0.0.0/8'] })];
  const keys = (acknowledged: object[], asOf = '2026-11-24'): (readonly [string, string | undefined])[] =>
    Plan.of(connections, { acknowledged: acknowledged as never, asOf })
      .findings.filter(({ severity }) => severity === 'warning')
      .map(({ key, acknowledged: accepted }) => [key, accepted?.reason] as const);

  test('accept a finding with a reason', () => {
    expect(keys([{ finding: 'MissingPort', connection: 'gcp', port: 443, reason: 'through the proxy' }])).toEqual([
      ['MissingPort:gcp:443', 'through the proxy'],
      ['ReadsEveryBucket:gcp', undefined],
      ['RoleTitleMismatch:gcp', undefined],
    ]);
  });

  test('that match nothing are findings themselves', () => {
    expect(keys([{ finding: 'MissingPort', connection: 'gpc', reason: 'x' }]).map(([key]) => key)).toContain(
      'UnusedAcknowledgement:gpc:MissingPort:gpc',
    );
  });

  test('that have run out accept nothing any more, and say so', () => {
    const entry = { finding: 'MissingPort', connection: 'gcp', reason: 'for now', until: '2026-11-23' };
    expect(keys([entry])).toEqual(
      expect.arrayContaining([
        ['MissingPort:gcp:443', undefined],
        ['ExpiredAcknowledgement:gcp:MissingPort:gcp', undefined],
      ]),
    );
    expect(keys([entry], '2026-11-23')).toContainEqual(['MissingPort:gcp:443', 'for now']);
  });

  test('accept nothing but their own kind, connection and port, and keep the day on which they run out', () => {
    const reason = 'seen';
    const accepted = (entry: object): unknown[] =>
      Plan.of([...connections, Connection.datadog()], {
        acknowledged: [{ reason, ...entry }] as never,
        asOf: '2026-11-24',
      })
        .findings.filter(({ acknowledged }) => acknowledged !== undefined)
        .map(({ key, acknowledged }) => [key, acknowledged]);
    expect(accepted({ finding: 'MissingPort', connection: 'gcp', port: 443, until: '2026-11-24' })).toEqual([
      ['MissingPort:gcp:443', { reason, until: '2026-11-24' }],
    ]);
    expect(accepted({ finding: 'ReadsEveryBucket', connection: 'gcp' })).toEqual([
      ['ReadsEveryBucket:gcp', { reason }],
    ]);
    expect(accepted({ finding: 'MissingPort', connection: 'gcp', port: 22 })).toEqual([]);
    expect(accepted({ finding: 'MissingPort', connection: 'datadog' })).toEqual([]);
  });

  test('of what a target or a cloud finds are not judged by the plan', () => {
    expect(
      keys([
        { finding: 'PortOnlyEgress', connection: 'nobody', reason: 'x' },
        { finding: 'GroupsGrew', connection: 'nobody', reason: 'x' },
      ]).filter(([key]) => key.startsWith('Unused')),
    ).toEqual([]);
  });

  test('fail with every problem of every entry', () => {
    expect(
      problemsOf(() =>
        keys([
          { finding: 'MissingPrt', connection: 'gcp', reason: 'x' },
          { finding: 'MissingPort', connection: 'gcp', reason: '' },
          { finding: 'MissingPort', connection: 'gcp', reason: 'x', until: 'soon' },
          7 as never,
        ]),
      ),
    ).toEqual([
      'UnknownFinding: `acknowledged[0].finding` must be the name of a finding, got "MissingPrt"; did you mean `MissingPort`?',
      'InvalidText: `acknowledged[1].reason` must be a non-empty string, got ""',
      'InvalidDate: `acknowledged[2].until` must be a date such as 2027-01-31, got "soon"',
      'InvalidAcknowledgement: `acknowledged[3]` must be an object with `finding`, `connection`, `port`, `reason` or `until`, got 7',
    ]);
  });
});

describe('of several acknowledgements of one finding', () => {
  const findingsWith = (acknowledged: object[]): string[] => {
    const { findings } = Plan.of([Connection.gcp({ machines: ['10.0.0.0/8'] })], {
      acknowledged: acknowledged as never,
      asOf: '2026-11-24',
    });
    return findings
      .filter(({ finding, severity }) => severity === 'warning' && /Port|Acknowledgement/.test(finding))
      .map(({ key, acknowledged: accepted }) => `${key} ${accepted?.reason ?? '-'}`);
  };
  const old = { finding: 'MissingPort', connection: 'gcp', reason: 'old', until: '2026-01-01' };
  const renewed = { finding: 'MissingPort', connection: 'gcp', reason: 'renewed', until: '2027-01-01' };
  const forPort = { finding: 'MissingPort', connection: 'gcp', port: 443, reason: 'for the port' };

  test('the one that still holds counts, and the one that has run out is named', () => {
    for (const list of [
      [old, renewed],
      [renewed, old],
    ]) {
      expect(findingsWith(list)).toEqual([
        'ExpiredAcknowledgement:gcp:MissingPort:gcp -',
        'MissingPort:gcp:443 renewed',
      ]);
    }
  });

  test('the one for the port counts before the one for all ports, and neither is unused', () => {
    for (const list of [
      [renewed, forPort],
      [forPort, renewed],
    ]) {
      expect(findingsWith(list)).toEqual(['MissingPort:gcp:443 for the port']);
    }
  });
});
