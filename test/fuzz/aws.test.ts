import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { anything, CONSTRUCT_OPTIONS, fuzz, near, nearAnyOf } from '../support/anything';
import { newStack, someVpc } from '../support/stacks';
import { Connection, Plan } from 'harness-delegate-access';
import { AwsDestination, DelegateAccess, DelegateEgress, DelegatePermissions } from 'harness-delegate-access/aws';

const stack = newStack();
const vpc = someVpc(stack);
const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.awsS3({ buckets: ['abc'] })];
const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/delegate');
const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0', {
  allowAllOutbound: false,
});
const assumedBy = new ServicePrincipal('ec2.amazonaws.com');
const quotas = { rulesPerGroup: 60, groupsPerInterface: 5, policiesPerRole: 10 };
const OPTIONS = { connections, ...CONSTRUCT_OPTIONS };
const EGRESS = { ...OPTIONS, vpc, quotas, groups: 1, managedPrefixLists: { maxEntries: 40, from: 2 } };
const BROUGHT = { ...OPTIONS, securityGroup, quotas };
const PERMISSIONS = { ...OPTIONS, assumedBy, quotas };
const IMPORTED = { ...OPTIONS, role, attachedByHand: true, existingAttachments: 2, quotas };
const WITH_PLAN = { plan: Plan.of(connections), vpc, assumedBy };

describe('whatever JavaScript passes to the entry of AWS, nothing but an AccessError is thrown', () => {
  test.each<[string, fc.Arbitrary<unknown>, (...args: never[]) => unknown]>([
    ['DelegateEgress', nearAnyOf(EGRESS, BROUGHT), (props) => new DelegateEgress(newStack(), 'Egress', props)],
    [
      'DelegatePermissions',
      nearAnyOf(PERMISSIONS, IMPORTED),
      (props) => new DelegatePermissions(newStack(), 'Own', props),
    ],
    [
      'DelegateAccess',
      nearAnyOf({ ...EGRESS, ...PERMISSIONS }, { ...BROUGHT, ...IMPORTED }, WITH_PLAN),
      (props) => new DelegateAccess(newStack(), 'Access', props),
    ],
  ])('%s', (_, values, act) => fuzz(values, act, 200));

  test('AwsDestination', () => {
    const named = fc.oneof(anything, near({ name: 'x', weight: 1 }));
    const id = fc.oneof(anything, fc.constantFrom('pl-63a5400a', '${Token[TOKEN.1]}'));
    const egressTo = (to: never): unknown =>
      new DelegateEgress(newStack(), 'Egress', { vpc, connections: [Connection.jenkins({ to: [to] })], review: false });
    fuzz(fc.tuple(id, named), ([value, options]: [never, never]) =>
      egressTo(AwsDestination.prefixList(value, options) as never),
    );
    const target = fc.oneof(
      anything,
      near({ connections: { securityGroups: [securityGroup] } }),
      fc.constant(securityGroup),
    );
    fuzz(fc.tuple(target, named), ([value, options]: [never, never]) =>
      egressTo(AwsDestination.connectable(value, options) as never),
    );
  });
});
