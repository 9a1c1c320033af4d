import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { accessErrorOf } from './support/errors';
import { HOSTILE, REFUSED } from './support/hostile';
import { newStack, resourcesOf, someVpc } from './support/stacks';
import { Connection, Destination, Plan, reviewOf, Target, toTable } from 'harness-delegate-access';
import { AwsDestination, DelegateEgress } from 'harness-delegate-access/aws';

const reach = { harness: ['10.9.9.9/32'] };

/** One connection in which a text stands everywhere that free text may stand. */
function connectionsWith(text: string, token = '${Token[TOKEN.1]}'): Connection[] {
  return [
    Connection.custom({ name: 'hostile', to: ['10.0.0.0/8'], ports: [8200], reason: text }),
    Connection.jenkins({ to: [Destination.deployTime(token, { name: text })] }),
    Connection.bamboo({ to: [AwsDestination.prefixList('pl-63a5400a', { name: text, weight: 1 })] }),
  ];
}

describe.each(HOSTILE)('the text %j', (text) => {
  test('stands in the table as it is, and breaks no line', () => {
    const plan = Plan.of(connectionsWith(text), {
      reach,
      acknowledged: [{ finding: 'MissingPort', connection: text, reason: text }],
    });
    const table = toTable(reviewOf(plan.on(Target.AWS_SECURITY_GROUP)));
    expect(table.replace(/\s+/g, '')).toContain(text.replace(/\s+/g, ''));
    expect(table).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  test('reaches no description of EC2 but in its character set, and never a logical id', () => {
    const stack = newStack();
    const connections = connectionsWith(text, new CfnParameter(stack, 'Cidr').valueAsString);
    new DelegateEgress(stack, 'Own', { vpc: someVpc(stack), connections, reach });
    const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Mine', 'sg-0123456789abcdef0', {
      allowAllOutbound: false,
    });
    new DelegateEgress(stack, 'Brought', { connections, reach, securityGroup });
    const template = Template.fromStack(stack);
    const groups = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroup')).flatMap(
      ({ Properties }) => Properties.SecurityGroupEgress as { Description: string }[],
    );
    const rules = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroupEgress')).map(
      ({ Properties }) => Properties as { Description: string },
    );
    expect(groups.length).toBe(rules.length);
    [...groups, ...rules].forEach(({ Description }) =>
      expect(Description).toMatch(/^[a-zA-Z0-9 ._\-:/()#,@[\]+=;{}!$*]{1,255}$/),
    );
    Object.keys(template.toJSON().Resources as object).forEach((id) => expect(id).toMatch(/^[A-Za-z0-9]{1,255}$/));
  });
});

describe.each(REFUSED)('the text %j', (text, code) => {
  test.each<[string, () => unknown]>([
    ['a reason', () => Connection.custom({ name: 'x', to: ['10.0.0.0/8'], ports: [1], reason: text })],
    ['the name of a destination', () => Destination.deployTime('${Token[TOKEN.1]}', { name: text })],
    ['the name of a native destination', () => AwsDestination.prefixList('pl-63a5400a', { name: text, weight: 1 })],
    [
      'the reason of an acknowledgement',
      () =>
        Plan.of([Connection.datadog()], { acknowledged: [{ finding: 'MissingPort', connection: 'x', reason: text }] }),
    ],
    [
      'the connection of an acknowledgement',
      () =>
        Plan.of([Connection.datadog()], { acknowledged: [{ finding: 'MissingPort', connection: text, reason: 'x' }] }),
    ],
  ])('is refused as %s, and does not reach the message unescaped', (_, act) => {
    const error = accessErrorOf(act);
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
