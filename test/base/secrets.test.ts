import { cli, folder } from '../support/cli';
import { accessErrorOf } from '../support/errors';
import { Connection, Destination, Plan, type AwsCloudProps } from 'harness-delegate-access';

const role = 'arn:aws:iam::111122223333:role/Deploy';
const SECRET = 'swordfish';
const files = folder();

const ids: readonly [string, unknown, string][] = [
  ['with a space', `${SECRET} 1`, 'got a string of 11 characters'],
  ['with an end of line', `${SECRET}\n`, 'got a string of 10 characters'],
  ['too long', SECRET.repeat(1000), 'got a string of 9000 characters'],
  ['that is an expression', `\${${SECRET}`, 'got a string of 11 characters'],
  ['that is a URL', `https://${SECRET}:${SECRET}@host?`, 'got a string of 33 characters'],
  ['in a list', [SECRET], 'got a list of 1'],
  ['in an object', { value: SECRET }, 'got a value of type object'],
];

describe.each(ids)('an external id %s is not in the message about it', (_, externalId, got) => {
  const assumeRoles = [{ role, externalId }] as AwsCloudProps['assumeRoles'];

  test('of a factory', () => {
    const { message, stack } = accessErrorOf(() => Connection.awsCloud({ assumeRoles }));
    expect(message).toContain(got);
    expect(message + stack!).not.toContain(SECRET);
  });

  test('of a file, and of the command', () => {
    const path = files.write('list.yaml', [{ 'aws-cloud': { assumeRoles } }]);
    const { message } = accessErrorOf(() => Plan.fromFile(path));
    const { out, err } = cli('review', path);
    expect(message).toMatch(/InvalidExternalId|TokenInText/);
    expect(message + out + err + cli('review', path, '--json').err).not.toContain(SECRET);
  });
});

test('an external id that is a number is not in the message about it', () => {
  const assumeRoles = [{ role, externalId: 123456789012 as never }];
  expect(accessErrorOf(() => Connection.awsCloud({ assumeRoles })).message).toMatch(
    /got a number \(InvalidExternalId\)/,
  );
});

test.each(['*swordfish', '!swordfish x', '|swordfish', '"x" swordfish', '"\\swordfish"', '"swordfish', '{swordfish'])(
  'a file in which an external id is not valid YAML, %s, does not show it',
  (text) => {
    const path = files.write('bad.yaml', `- aws-cloud: { assumeRoles: [{ role: x, externalId: ${text} }] }\n`);
    const block = files.write('block.yaml', `- aws-cloud:\n    assumeRoles:\n      - externalId: ${text}\n`);
    expect(accessErrorOf(() => Plan.fromFile(path)).message).not.toContain(SECRET);
    expect(accessErrorOf(() => Plan.fromFile(block)).message).not.toContain(SECRET);
  },
);

test.each(['https://bob:swordfish@git.acme.com', 'bob:swordfish@git.acme.com'])(
  'the password of %s is not shown',
  (url) => {
    const path = files.write('url.yaml', `- jenkins: { to: ['${url}'] }\n`);
    for (const act of [
      () => Destination.parse(url),
      () => Connection.githubRepo({ host: url }),
      () => Connection.parse('jenkins', { to: [url], [url]: 1 }),
      () => Connection.parse(url),
      () => Plan.fromFile(path),
      () => Plan.fromFile(url),
    ]) {
      const { message } = accessErrorOf(act);
      expect(message).toContain('git.acme.com');
      expect(message).not.toContain(SECRET);
    }
    for (const { out, err } of [cli('review', path), cli('review', url), cli(url), cli('review', path, `--${url}`)]) {
      expect(err).toContain('acme.com');
      expect(out + err).not.toContain(SECRET);
    }
  },
);
