import { parseAcknowledged } from '../../lib/plan/options';
import { problemsOf } from '../support/errors';

describe('an acknowledgement', () => {
  const good = { finding: 'MissingPort', connection: 'gcp', reason: 'x' };

  test('keeps what it says, and nothing else', () => {
    const full = { ...good, port: '443', until: '2028-02-29' };
    expect(parseAcknowledged([good, full])).toEqual([good, full]);
    expect(Object.keys(parseAcknowledged([{ ...good, port: undefined }])[0]!)).toEqual([
      'finding',
      'connection',
      'reason',
    ]);
    expect(parseAcknowledged(undefined)).toEqual([]);
  });

  test.each<[unknown, string | RegExp]>([
    [
      null,
      'InvalidAcknowledgement: `acknowledged[0]` must be an object with `finding`, `connection`, `port`, `reason` or `until`, got null',
    ],
    [
      { ...good, untill: '2027-01-31' },
      'UnknownProp: `acknowledged[0]` has no "untill"; allowed: `finding`, `connection`, `port`, `reason` or `until`; did you mean `until`?',
    ],
    [{ ...good, finding: 7 }, /^UnknownFinding: `acknowledged\[0\].finding` must be the name of a finding, got 7$/],
    [
      { ...good, port: {} },
      'InvalidPort: `acknowledged[0].port` must be a number or a string, got a value of type object',
    ],
    [{ ...good, connection: 7 }, 'InvalidText: `acknowledged[0].connection` must be a non-empty string, got 7'],
    [{ ...good, reason: undefined }, 'MissingProp: `acknowledged[0]` needs `reason`'],
  ])('fails when it is %j', (entry, message) => {
    expect(problemsOf(() => parseAcknowledged([entry]))).toEqual([
      typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
    ]);
  });

  test('fails on a misspelt prop and on its value at once', () => {
    expect(problemsOf(() => parseAcknowledged([{ ...good, untill: 'x' }]))).toEqual([
      expect.stringMatching(/^UnknownProp: .*did you mean `until`\?$/),
      'InvalidDate: `acknowledged[0].until` must be a date such as 2027-01-31, got "x"',
    ]);
  });

  test.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2026-02-28', true],
    ['2026-04-30', true],
    ['2026-04-31', false],
    ['2026-06-31', false],
    ['2026-09-31', false],
    ['2026-11-31', false],
    ['2026-01-31', true],
    ['2026-12-31', true],
    ['2026-12-32', false],
    ['2026-12-00', false],
    ['2026-01-01', true],
    ['2026-00-10', false],
    ['2026-13-10', false],
    ['2026-1-10', false],
  ])('holds until %s: %p', (until, exists) => {
    const act = (): unknown => parseAcknowledged([{ ...good, until }]);
    if (exists) {
      expect(act()).toEqual([{ ...good, until }]);
    } else {
      expect(problemsOf(act)).toEqual([
        `InvalidDate: \`acknowledged[0].until\` must be a date such as 2027-01-31, got "${until}"`,
      ]);
    }
  });
});
