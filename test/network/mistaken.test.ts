import { mistaken } from '../../lib/network';
import { problemsOf } from '../support/errors';
import { Destination } from 'harness-delegate-access';

/** What people paste for a destination, and what they meant. */

describe('a text that is no destination means', () => {
  test.each<[text: string, destinations: string[], port?: number]>([
    ['jenkins.corp.example:8443', ['jenkins.corp.example'], 8443],
    ['JENKINS.corp.example:', ['jenkins.corp.example']],
    ['jenkins.corp.example:https', ['jenkins.corp.example']],
    ['jenkins.corp.example:70000', ['jenkins.corp.example']],
    ['10.0.3.7:8080', ['10.0.3.7/32'], 8080],
    ['10.0.3.0/24:443', ['10.0.3.0/24'], 443],
    ['[2001:db8::1]:443', ['2001:db8::1/128'], 443],
    ['[2001:db8::1]', ['2001:db8::1/128']],
    ['https://jenkins.corp.example/job/x?y#z', ['jenkins.corp.example'], 443],
    ['http://10.0.0.1/24', ['10.0.0.1/32'], 80],
    ['ldaps://ldap.corp.example:1636', ['ldap.corp.example'], 1636],
    ['tcp://a.corp.example', ['a.corp.example']],
    ['//a.corp.example', ['a.corp.example']],
    ['https://[2001:db8::1]:8443/x', ['2001:db8::1/128'], 8443],
    ['git@github.com:org/repo.git', ['github.com']],
    ['github.com/org/repo', ['github.com']],
    [' 10.0.3.7/32', ['10.0.3.7/32']],
    ['10.0.3.7\u00a0', ['10.0.3.7/32']],
    ['a.corp.example.', ['a.corp.example']],
    ['.corp.example', ['*.corp.example']],
    ['api-*.corp.example', ['*.corp.example']],
    ['10.0.0.0/255.255.255.0', ['10.0.0.0/24']],
    ['10.0.0.0/255.255.255.255', ['10.0.0.0/32']],
    ['10.0/16', ['10.0.0.0/16']],
    ['10.0.3.x', ['10.0.3.0/24']],
    ['10.0.*.*', ['10.0.0.0/16']],
    ['fe80::1%eth0/64', ['fe80::/64']],
    ['2001:db8:::1/128', ['2001:db8::1/128']],
    ['10.0.0.1-10.0.0.9', ['10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/30', '10.0.0.8/31']],
    ['10.0.0.254-255', ['10.0.0.254/31']],
    ['0.0.0.0 - 255.255.255.255', ['0.0.0.0/0']],
    ['10.0.0.1/32, 10.0.0.2', ['10.0.0.1/32', '10.0.0.2/32']],
    ['10.0.0.1 a.corp.example', ['10.0.0.1/32', 'a.corp.example']],
  ])('%j: %j', (...[text, destinations, port]) => {
    expect(mistaken(text)).toMatchObject({ destinations });
    expect(mistaken(text)?.port).toBe(port);
    expect(destinations.map((one) => Destination.parse(one).text)).toEqual(destinations);
  });

  test.each([
    'jenkins',
    'localhost:80',
    'x:y',
    '10.0.0.256',
    '256.1.1.1:80',
    '10.0.0.9-10.0.0.1',
    '10.0.0.0/255.0.255.0',
    '::ffff:10.0.0.1',
    'a b',
    '',
    ' ',
    'x'.repeat(100_000),
    '/'.repeat(5000),
    `${'a.'.repeat(2000)}:1`,
  ])('nothing that is plain, for %.20j', (text) => {
    expect(mistaken(text)).toBeUndefined();
  });

  test('the same quickly, whatever its length', () => {
    const texts = [
      '1.'.repeat(50_000),
      ' '.repeat(100_000),
      'a@'.repeat(50_000),
      '-'.repeat(100_000),
      ', '.repeat(50_000),
    ];
    const start = performance.now();
    texts.forEach((text) => mistaken(text));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a destination fails', () => {
  test.each([
    [
      'sg-0123456789abcdef0',
      'InvalidHostname: a security group is no CIDR and no host name, got "sg-0123456789abcdef0"; write its blocks, such as `10.0.3.0/24`, or in code `AwsDestination.connectable(group, { name })`',
    ],
    [
      'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0123456789abcdef0',
      /^InvalidCidr: a security group is no CIDR .*`AwsDestination\.connectable\(group, \{ name \}\)`$/,
    ],
    ['pl-0123456789abcdef0', /in code `AwsDestination\.prefixList\('pl-0123456789abcdef0', \{ weight \}\)`$/],
    [
      'subnet-0123456789abcdef0',
      'InvalidHostname: a destination must not be an id of AWS, got "subnet-0123456789abcdef0"; write its blocks, such as `10.0.3.0/24`',
    ],
    [
      'arn:aws:s3:::artifacts',
      'InvalidCidr: a destination must not be an ARN, got "arn:aws:s3:::artifacts"; write its blocks, such as `10.0.3.0/24`, or its host name',
    ],
    [
      '*',
      'InvalidHostname: a destination must be a block or a host name, got "*"; write its blocks, such as `10.0.3.0/24`; `0.0.0.0/0` is every IPv4 address',
    ],
    [
      'jenkins.corp.example:8443',
      'InvalidCidr: a destination must not have a port, got "jenkins.corp.example:8443"; write `jenkins.corp.example` and set `ports: [8443]`',
    ],
    [
      '0.0.0.1-255.255.255.254',
      'InvalidHostname: a destination must be a block, not a range, got "0.0.0.1-255.255.255.254"; write `0.0.0.1/32`, `0.0.0.2/31`, `0.0.0.4/30`, `0.0.0.8/29`, `0.0.0.16/28`, `0.0.0.32/27` and 56 more',
    ],
    ['fe80::1%eth0', 'MissingMask: a CIDR needs a mask, got "fe80::1%eth0"; did you mean `fe80::1/128`?'],
    ['::ffff:10.0.0.1', 'MissingMask: a CIDR needs a mask, got "::ffff:10.0.0.1"; did you mean `10.0.0.1/32`?'],
  ])('on %s with what to write', (text, message) => {
    expect(problemsOf(() => Destination.parse(text))).toEqual([
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });
});
