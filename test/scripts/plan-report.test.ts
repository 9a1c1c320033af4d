import { formatReport, parseReport, planReport, type PlanReport } from '../../scripts/plans/report';
import { isEnough, stepNeeded, type Step } from '../../scripts/plans/step';

const NAME = 'jenkins, documented, aws-security-group';
const report = (...lines: string[]): PlanReport => new Map([[NAME, lines]]);
const jenkins = 'open tcp 443-443 10.0.3.7/32 (address) for jenkins:443';

describe('the step of the version that a difference of the plans asks for', () => {
  test.each<[string, PlanReport, PlanReport, Step]>([
    ['nothing', report(jenkins), report(jenkins), 'none'],
    ['a port more', report(jenkins), report(jenkins, jenkins.replace(/443/g, '80')), 'major'],
    ['a port less', report(jenkins, jenkins.replace(/443/g, '80')), report(jenkins), 'major'],
    ['a wider block', report(jenkins), report(jenkins.replace('/32', '/31').replace('.7/', '.6/')), 'major'],
    [
      'the same traffic in two rules',
      report(jenkins.replace('10.0.3.7/32', '10.0.0.0/8')),
      report(jenkins.replace('10.0.3.7/32', '10.0.0.0/9'), jenkins.replace('10.0.3.7/32', '10.128.0.0/9')),
      'minor',
    ],
    ['a permission more', report(jenkins), report(jenkins, 'grant s3:GetObject on *'), 'major'],
    ['a permission less', report(jenkins, 'grant s3:GetObject on *'), report(jenkins), 'minor'],
    [
      'a condition less',
      report('grant s3:GetObject on * if StringEquals a: b'),
      report('grant s3:GetObject on *'),
      'major',
    ],
    ['another finding', report(jenkins), report(jenkins, 'notice LeftOpen:jenkins'), 'minor'],
    [
      'a row more',
      report(jenkins),
      new Map([...report(jenkins), ['new, documented, aws-security-group', [jenkins]]]),
      'minor',
    ],
    ['a row less', report(jenkins), new Map(), 'major'],
  ])('%s', (_, before, after, step) => {
    expect(stepNeeded(before, after).step).toBe(step);
  });

  test.each<[string, string, Step, boolean]>([
    ['1.2.3', '1.2.3', 'none', true],
    ['1.2.3', '1.2.4', 'minor', false],
    ['1.2.3', '1.3.0', 'minor', true],
    ['1.2.3', '1.3.0', 'major', false],
    ['1.2.3', '2.0.0', 'major', true],
    ['0.0.0', '0.1.0', 'major', false],
  ])('from %s to %s is enough for %s: %s', (released, version, step, expected) => {
    expect(isEnough(released, version, step)).toBe(expected);
  });

  test('the report has every row, profile and target, and survives being kept', () => {
    const all = planReport();
    expect(all.size).toBe(29 * 2 * 3);
    expect(parseReport(formatReport('1.2.3', all))).toEqual({ version: '1.2.3', report: all });
    expect(stepNeeded(all, parseReport(formatReport('1.2.3', all)).report).step).toBe('none');
    all.forEach((lines) => expect(lines.filter((line) => line.startsWith('open ')).length).toBeGreaterThan(0));
  });
});
