import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { cloudNames } from '../../lint/no-cloud-names';

const linter = new Linter();

/** What the rule names in some code, in order. */
function namesIn(code: string): string[] {
  const words = ['aws', 'amazon', 'gcp', 'google', 'azure'];
  const messages = linter.verify(code, {
    languageOptions: { parser },
    plugins: { 'cloud-names': cloudNames },
    rules: { 'cloud-names/no-decision': ['error', words] },
  });
  return messages.map(({ message }) => /^'(.*)' decides by the name of a cloud: /.exec(message)?.[1] ?? message);
}

/** Code, and what of it the rule names. */
const DECIDES: readonly (readonly [string, ...string[]])[] = [
  ["if (platform === 'aws') act();", 'aws'],
  ["rows = facts.platform === 'gcp' ? roles : statements;", 'gcp'],
  ["switch (kind) { case 'AWS::EC2::SecurityGroup': act(); }", 'AWS::EC2::SecurityGroup'],
  ['switch (kind) { case `${prefix}google_`: act(); }', 'google_'],
  ['if (target === Target.AWS_SECURITY_GROUP) act();', 'AWS_SECURITY_GROUP'],
  ['if (isAws) act();', 'isAws'],
  ['while (!isGcp(target)) act();', 'isGcp'],
  ['const open = plan.awsStatements && other;', 'awsStatements'],
  ['const open = onGoogle || other;', 'onGoogle'],
  ["const mine = type.startsWith('google_');", 'google_'],
  ["const mine = ['aws', 'gcp'].includes(cloud);", 'aws', 'gcp'],
  ["const mine = cloud.indexOf('azure') > 0;", 'azure'],
  ['const mine = /^aws_/.test(type);', '^aws_'],
  ["const mine = new Set(['aws_subnet']).has(type);", 'aws_subnet'],
  ['const mine = all.filter(isAwsRule);', 'isAwsRule'],
  ['const mine = all.some((rule) => rule.isGoogle);', 'isGoogle'],
  ['const names = { aws: 1, gcp: 2 }[platform];', 'aws', 'gcp'],
  ['const NAMES = { aws: 1 } as const; const name = NAMES[platform];', 'NAMES = aws'],
  ["const GROUP = 'AWS::EC2::SecurityGroup'; const mine = type === GROUP;", 'GROUP = AWS::EC2::SecurityGroup'],
  ["const GROUPS = new Set(['aws_security_group']); GROUPS.has(type);", 'GROUPS = aws_security_group'],
  ['const USUAL = Target.GCP_VPC_RULES; const mine = target === USUAL;', 'USUAL = GCP_VPC_RULES'],
  ["if (host.endsWith('.amazonaws.com')) act();", '.amazonaws.com'],
];

const NO_DECISIONS = [
  "const cloud: 'aws' | 'gcp' = read();",
  "print('on aws');",
  "if (problems.add('a role of aws has no name')) act();",
  "const statement = { cloud: 'aws' };",
  "const cloud = given ?? 'aws';",
  "import { awsRow } from './rows'; rows.map(awsRow);",
  "if (platform.matchesNames) act('aws');",
  "if (claws === 'draws') act();",
  'const value = facts[platform.id];',
  'const first = NAMES[0];',
];

describe('a decision by the name of a cloud', () => {
  test.each(DECIDES)('is seen in %s', (code, ...names) => {
    expect(namesIn(code)).toEqual(names);
  });

  test.each(NO_DECISIONS)('is not seen in %s', (code) => {
    expect(namesIn(code)).toEqual([]);
  });
});
