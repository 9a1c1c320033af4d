import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { problemsOf } from '../../support/errors';
import { newStack, someVpc } from '../../support/stacks';
import { Connection } from 'harness-delegate-access';
import { DelegateEgress } from 'harness-delegate-access/aws';

/** Quotas where a list always fits. */
const quotas = { rulesPerGroup: 250, groupsPerInterface: 4 };
const reach = { harness: ['10.9.9.9/32'] };

function egress(stack: Stack, connections: Connection[], props = {}): DelegateEgress {
  return new DelegateEgress(stack, 'Egress', { vpc: someVpc(stack), connections, asOf: '2026-11-24', ...props });
}

describe('blocks in prefix lists of ours', () => {
  const many = (count: number, ports = [443]): Connection =>
    Connection.custom({
      name: 'many',
      to: Array.from({ length: count }, (_, i) => `10.1.${i * 2}.0/24`),
      ports,
      reason: 'x',
    });

  test('one rule leads to the list; each entry says why; the list counts for all that it may hold', () => {
    const stack = newStack();
    egress(stack, [many(50)], { reach, managedPrefixLists: { maxEntries: 59 } });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::PrefixList', {
      PrefixListName: 'Harness Delegate tcp:443 ipv4',
      AddressFamily: 'IPv4',
      MaxEntries: 59,
      Entries: Match.arrayWith([{ Cidr: '10.1.98.0/24', Description: 'many:443 (Stack/Egress)' }]),
    });
    const [list] = Object.values(template.findResources('AWS::EC2::PrefixList'));
    expect((list!.Properties as { Entries: unknown[] }).Entries).toHaveLength(51);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          DestinationPrefixListId: { 'Fn::GetAtt': [Match.stringLikeRegexp('PrefixList'), 'PrefixListId'] },
          Description: Match.stringLikeRegexp('^harness:.*many:443'),
        },
      ],
    });
    const twoPorts = newStack();
    egress(twoPorts, [many(50, [443, 8443])], { reach, managedPrefixLists: { maxEntries: 59 } });
    Template.fromStack(twoPorts).resourceCountIs('AWS::EC2::SecurityGroup', 2);
  });

  test('few blocks stay rules; `from` says how many are few', () => {
    const lists = (from?: number): number => {
      const stack = newStack();
      egress(stack, [many(9)], {
        reach,
        managedPrefixLists: { maxEntries: 30, ...(from === undefined ? {} : { from }) },
      });
      return Object.keys(Template.fromStack(stack).findResources('AWS::EC2::PrefixList')).length;
    };
    expect([lists(), lists(10), lists(11)]).toEqual([0, 1, 0]);
  });

  test('one block more changes one list and moves no other block', () => {
    const entriesOf = (count: number): Map<string, string[]> => {
      const stack = newStack();
      egress(stack, [many(count)], { reach, managedPrefixLists: { maxEntries: 20, from: 1 } });
      const lists = Object.entries(Template.fromStack(stack).findResources('AWS::EC2::PrefixList'));
      return new Map(
        lists.map(([id, { Properties }]) => [
          id,
          (Properties as { Entries: { Cidr: string }[] }).Entries.map(({ Cidr }) => Cidr),
        ]),
      );
    };
    const [before, after] = [entriesOf(50), entriesOf(51)];
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [id, entries] of before) {
      expect(after.get(id)!.filter((entry) => entry !== '10.1.100.0/24')).toEqual(entries);
      expect(entries.length).toBeLessThanOrEqual(20);
    }
    expect([...before.values()].flat()).toHaveLength(51);
  });

  test.each([
    [2, 6],
    [3, 7],
    [5, 37],
  ])('none of at most %i entries is empty, and %i blocks are each in one', (maxEntries, count) => {
    const stack = newStack();
    egress(stack, [many(count)], { reach, managedPrefixLists: { maxEntries, from: 1 }, quotas });
    const lists = Object.values(Template.fromStack(stack).findResources('AWS::EC2::PrefixList'));
    const sizes = lists.map(({ Properties }) => (Properties as { Entries: unknown[] }).Entries.length);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(maxEntries);
    // And that of Harness itself.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count + 1);
  });

  test.each([
    ['more groups', 40, undefined, 'need 5 security groups, without them 1'],
    ['more than there may be', 40, 1, 'do not fit, without them 1'],
  ])('are left out where they need %s', (_, maxEntries, groups, said) => {
    const stack = newStack();
    const made = egress(stack, [many(12, [443, 8443, 9443])], {
      reach,
      managedPrefixLists: { maxEntries, from: 10 },
      groups,
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::PrefixList', 0);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('GroupsGrew'));
    expect(made.findings).toContainEqual(
      expect.objectContaining({
        finding: 'PrefixListsLeftOut',
        severity: 'notice',
        what: `with \`managedPrefixLists\` the rules ${said}, so every block is a rule of its own`,
      }),
    );
  });

  test('on a group of yours, one resource stands for all blocks', () => {
    const stack = newStack();
    const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Mine', 'sg-0123456789abcdef0', {
      allowAllOutbound: false,
    });
    new DelegateEgress(stack, 'E', {
      connections: [many(50)],
      reach,
      securityGroup,
      managedPrefixLists: { maxEntries: 55 },
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
    template.hasResource('AWS::EC2::PrefixList', {
      Metadata: { 'harness-delegate-access': { reasons: Match.objectLike({ 'tcp:443 10.1.98.0/24': ['many:443'] }) } },
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('UnplannedEgress'));
  });

  test('any address in place of a host name stays a rule of its own', () => {
    const stack = newStack();
    egress(stack, [many(9), Connection.datadog()], { managedPrefixLists: { maxEntries: 20, from: 1 } });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: Match.arrayWith([Match.objectLike({ CidrIp: '0.0.0.0/0' })]),
    });
  });

  test('fails with every problem of the option', () => {
    const act = (managedPrefixLists: unknown) => () =>
      egress(newStack(), [many(9)], { reach, managedPrefixLists: managedPrefixLists as never });
    expect(problemsOf(act({ maxEntries: 61, from: 0, size: 1 }))).toEqual([
      'UnknownProp: `managedPrefixLists` has no "size"; allowed: `maxEntries` or `from`',
      'InvalidQuota: `managedPrefixLists.maxEntries` must be an integer between 1 and 60, got 61',
      'InvalidQuota: `managedPrefixLists.from` must be a positive integer, got 0',
    ]);
    expect(problemsOf(act({}))[0]).toMatch(/maxEntries` must be an integer between 1 and 60, got undefined/);
    expect(problemsOf(act({ maxEntries: 1, from: 2 }))[0]).toMatch(
      /^InvalidQuota: .*of 1 is too small for 10 blocks of tcp:443: .*; raise it, or set `from` above 10/,
    );
    expect(problemsOf(act(true))[0]).toMatch(/^InvalidProp: .*must be an object/);
  });
});
