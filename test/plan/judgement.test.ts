import { finding, isOpenWarning } from '../../lib/plan/finding';
import { FindingLog, type Judgement } from '../../lib/plan/finding-log';
import type { FindingKind } from 'harness-delegate-access';

const unusedOf = (kind: FindingKind, judgement: Judgement): number =>
  new FindingLog([], {
    acknowledgements: [{ finding: kind, connection: 'x', reason: 'y' }],
    asOf: '2026-11-25',
  }).judged(judgement).length;

describe('an acknowledgement that matches nothing is a finding', () => {
  test.each<[string, FindingKind, Judgement, number]>([
    ['in its stage', 'MissingPort', { stages: ['plan'] }, 1],
    ['not in another', 'MissingPort', { stages: ['target'] }, 0],
    ['on a target that has it', 'PortOnlyEgress', { stages: ['target'], targets: ['aws-security-group'] }, 1],
    ['not on one that has not', 'PortOnlyEgress', { stages: ['target'], targets: ['toy'] }, 0],
    ['not without a target', 'PortOnlyEgress', { stages: ['target'] }, 0],
    ['of any target', 'Port25Restricted', { stages: ['target'] }, 1],
    ['in the constructs of its platform', 'DeniesEverythingElse', { stages: ['construct'], platform: 'gcp' }, 1],
    ['not in those of another', 'DeniesEverythingElse', { stages: ['construct'], platform: 'aws' }, 0],
    ['not in another stage of its platform', 'DeniesEverythingElse', { stages: ['plan'], platform: 'gcp' }, 0],
    ['for who reports the network', 'MissingPort', { stages: ['plan'], about: 'network' }, 1],
    ['not for who reports permissions', 'MissingPort', { stages: ['plan'], about: 'permissions' }, 0],
  ])('%s: %s', (_, kind, judgement, count) => {
    expect(unusedOf(kind, judgement)).toBe(count);
  });
});

test('only what one construct reports', () => {
  const entries = (['MissingPort', 'ReadsEveryBucket'] as const).map((kind) =>
    finding(kind, 'gcp', { what: 'x', why: 'y', fix: 'z' } as never),
  );
  const log = new FindingLog(entries, { acknowledgements: [], asOf: '2026-11-25' });
  const kinds = (about?: Judgement['about']): string[] =>
    log.judged({ stages: ['plan'], ...(about === undefined ? {} : { about }) }).map(({ key }) => key.split(':')[0]!);
  expect([kinds(), kinds('network'), kinds('permissions')]).toEqual([
    ['MissingPort', 'ReadsEveryBucket'],
    ['MissingPort'],
    ['ReadsEveryBucket'],
  ]);
});

test.each([
  ['warning', undefined, true],
  ['warning', { reason: 'x' }, false],
  ['notice', undefined, false],
  ['notice', { reason: 'x' }, false],
] as const)('a %s, acknowledged %j, is open: %s', (severity, acknowledged, isOpen) => {
  expect(isOpenWarning({ severity, ...(acknowledged === undefined ? {} : { acknowledged }) })).toBe(isOpen);
});
