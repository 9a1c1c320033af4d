import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExpected, runExample } from '../../scripts/example';

describe.each(['aws', 'gcp'] as const)('the example %s', (name) => {
  test('prints and synthesizes what is checked in', () => {
    const files = runExample(name);
    const expected = readExpected(name);
    expect(Object.keys(files).sort()).toEqual(Object.keys(expected).sort());
    Object.entries(expected).forEach(([file, text]) => expect({ file, text: files[file] }).toEqual({ file, text }));
  }, 120_000);
});

test('the AWS example acknowledges nothing of cdk-nag without naming the row that asks for it', () => {
  const nag = readFileSync(join(__dirname, '../../examples/aws/nag.ts'), 'utf8');
  const findings = nag.match(/IAM\d\[(Resource|Policy)/g) ?? [];
  const reasons = nag.match(/['"](row AWS [A-Z0-9, ]+|every AWS row): /g) ?? [];
  expect(findings.length).toBeGreaterThan(5);
  expect(reasons.length).toBeGreaterThanOrEqual(findings.length);
});
