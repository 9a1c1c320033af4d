import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { everyRow, everyRowBeyond } from '../support/every-row';
import { accessStack, newStack } from '../support/stacks';
import { synthesize } from '../support/terraform';
import {
  auditOf,
  Connection,
  Plan,
  Profile,
  readTemplate,
  reviewOf,
  Target,
  type Audit,
} from 'harness-delegate-access';
import { DelegateEgress } from 'harness-delegate-access/aws';
import { DelegateEgress as GoogleEgress, DelegatePermissions as GooglePermissions } from 'harness-delegate-access/gcp';

/** What this library writes, read back: an audit finds nothing. */

const many = (count: number): Connection =>
  Connection.custom({
    name: 'many',
    to: Array.from({ length: count }, (_, i) => `10.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`),
    ports: [8443],
    reason: 'blocks that cannot be joined',
  });

const nothing = { surplus: [], lacking: [], cannotTell: [], isClean: true };

describe.each([Profile.DOCUMENTED, Profile.RECOMMENDED])('%s', (profile) => {
  const options = { profile, asOf: '2026-11-24' };

  function audited(connections: readonly Connection[], target: Target, template: unknown): Audit {
    return auditOf(reviewOf(Plan.of(connections, options).on(target)), readTemplate(JSON.stringify(template)));
  }

  test('every row on AWS, alone', () => {
    const app = new App();
    const stacks = [...everyRow(), ...everyRowBeyond()].map((connection) => ({
      connection,
      template: accessStack([connection], options, newStack(undefined, connection.name, app)).template,
    }));
    stacks.forEach(({ connection, template }) =>
      expect(audited([connection], Target.AWS_SECURITY_GROUP, template().toJSON())).toMatchObject(nothing),
    );
  });

  test('all rows on AWS, over several groups and through prefix lists', () => {
    const all = [...everyRow(), many(100)];
    const groups = accessStack(all, options);
    expect(groups.access.egress.securityGroups.length).toBeGreaterThan(1);
    const audit = audited(all, Target.AWS_SECURITY_GROUP, groups.template().toJSON());
    expect(audit).toMatchObject(nothing);
    expect(audit.permissions).toMatchObject({ surplus: [], lacking: [] });
    const lists = accessStack(all, {
      ...options,
      quotas: { rulesPerGroup: 200 },
      managedPrefixLists: { maxEntries: 120 },
    });
    lists.template().resourceCountIs('AWS::EC2::PrefixList', 1);
    expect(audited(all, Target.AWS_SECURITY_GROUP, lists.template().toJSON())).toMatchObject(nothing);
  });

  test('a group of the user on AWS', () => {
    const stack = newStack();
    const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Mine', 'sg-0123456789abcdef0', {
      allowAllOutbound: false,
    });
    new DelegateEgress(stack, 'Egress', { connections: everyRow(), securityGroup, ...options });
    const audit = audited(everyRow(), Target.AWS_SECURITY_GROUP, Template.fromStack(stack).toJSON());
    expect(audit).toMatchObject({ surplus: [], lacking: [] });
    // What else is on a group that is made elsewhere, no template shows.
    expect(audit.cannotTell.map(({ where }) => where)).toEqual(['sg-0123456789abcdef0']);
    expect(audit.template.read).toEqual(['sg-0123456789abcdef0']);
  });

  test.each([
    ['VPC rules', 'none', Target.GCP_VPC_RULES],
    ['a firewall policy', 'new', Target.GCP_FIREWALL_POLICY],
  ] as const)('every row on Google Cloud, in %s', (_, firewallPolicy, target) => {
    const resource = synthesize((stack) => {
      new GoogleEgress(stack, 'egress', {
        project: 'acme-prod',
        network: 'prod',
        name: 'delegate',
        targetServiceAccounts: ['delegate@acme-prod.iam.gserviceaccount.com'],
        connections: everyRow(),
        firewallPolicy,
        ...options,
      });
    });
    expect(audited(everyRow(), target, { resource })).toMatchObject(nothing);
  });

  test('the permissions of every row on Google Cloud, in the plan of its own account', () => {
    const resource = synthesize((stack) => {
      new GooglePermissions(stack, 'own', {
        project: 'acme-prod',
        name: 'delegate',
        connections: [...everyRow(), ...everyRowBeyond()],
        ...options,
      });
    });
    const audit = audited([...everyRow(), ...everyRowBeyond()], Target.GCP_VPC_RULES, { resource });
    expect(audit.permissions).toMatchObject({ of: expect.stringContaining('delegate'), surplus: [], lacking: [] });
    expect(audit.cannotTell.filter(({ isPermission }) => isPermission)).toEqual([]);
  });
});
