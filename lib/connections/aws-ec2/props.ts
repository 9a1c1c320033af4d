import { bool, list, object, type ObjectOf, type Parsed } from '../../base';
import { VENDOR } from '../../catalog';
import { AWS, awsFlags, awsValues } from '../aws-props';
import { awsName, listenerArn, listenerRuleArn, resourceId, roleArn, tagPart } from '../cloud-names';
import type { WideScope } from '../definition';
import { asks, MACHINES, SCOPE, scopeSwitch } from '../props';
import { on, type Scope } from '../scope';

const LAUNCH_TEMPLATE_TAG = object('LaunchTemplateTag', { key: tagPart.required(), value: tagPart.required() });

const ASG = object('AsgScope', {
  names: list(awsName, 1).required().doc('Names of the Auto Scaling groups, as in the Harness manifest.'),
  instanceRoles: list(roleArn).doc('ARNs of the roles in the instance profiles of the launch templates.', '- none'),
  hookRoles: list(roleArn).doc('ARNs of the roles of lifecycle hooks.', '- none'),
  launchTemplateTag: LAUNCH_TEMPLATE_TAG.doc(
    'Tag that launch templates must carry.',
    '- every launch template of the account and region',
  ),
  tagOnCreate: bool.doc('The launch templates tag what they start.', '- true with `launchTemplateTag`'),
  requireLaunchTemplate: bool.doc('`false` lets instances start without a launch template.', 'true'),
  subnets: list(resourceId('subnet', ['subnetId']), 1).doc('Subnet ids.', '- any'),
  securityGroups: list(resourceId('sg', ['securityGroupId']), 1).doc('Security group ids.', '- any'),
  images: list(resourceId('ami'), 1).doc('Image ids.', '- any'),
  keyNames: list(awsName, 1).doc('Key pair names.', '- any'),
  listeners: list(listenerArn).doc('ARNs of listeners whose default rule blue/green changes.', '- none'),
  listenerRules: list(listenerRuleArn).doc('ARNs of listener rules that blue/green changes.', '- none'),
  createServiceLinkedRole: bool.doc('For accounts that never used EC2 Auto Scaling.', 'false'),
});

export const AWS_EC2 = AWS.extend(
  'AwsEc2Props',
  {
    discovery: scopeSwitch('RECOMMENDED only: find machines for SSH and WinRM deployments.', 'true'),
    asg: ASG.for(SCOPE).doc('RECOMMENDED only: deploy Auto Scaling groups.', '- none'),
    ssh: asks('Opens 22 to the machines.'),
    winRm: asks('Opens 5985 (WinRM without TLS) to the machines.'),
    winRmTls: asks('Opens 5986 (WinRM inside TLS) to the machines.'),
  },
  MACHINES,
);

export function scopeOf(values: ObjectOf<typeof AWS_EC2.props>): Partial<Scope> {
  const { asg } = values;
  const flags = [...awsFlags(values), ...on({ discovery: values.discovery !== false })];
  return asg === undefined
    ? { flags: new Set(flags), values: awsValues(values) }
    : { flags: new Set([...flags, ...asgFlags(asg)]), values: { ...awsValues(values), ...asgValues(asg) } };
}

function asgFlags(asg: Parsed<typeof ASG>): string[] {
  const isTagged = asg.launchTemplateTag !== undefined;
  return on({
    asg: true,
    asgTagged: isTagged,
    asgUntagged: !isTagged,
    asgTagOnCreate: asg.tagOnCreate ?? isTagged,
    asgTemplateOnly: asg.requireLaunchTemplate !== false,
    asgAnyLaunch: asg.requireLaunchTemplate === false,
    createServiceLinkedRole: asg.createServiceLinkedRole,
  });
}

function asgValues(asg: Parsed<typeof ASG>): Record<string, readonly string[]> {
  const any = ['*'];
  const tag = asg.launchTemplateTag;
  return {
    asgName: asg.names,
    subnetId: asg.subnets ?? any,
    securityGroupId: asg.securityGroups ?? any,
    imageId: asg.images ?? any,
    keyName: asg.keyNames ?? any,
    instanceRoleArn: asg.instanceRoles ?? [],
    hookRoleArn: asg.hookRoles ?? [],
    listenerArn: asg.listeners ?? [],
    listenerRuleArn: asg.listenerRules ?? [],
    ...(tag === undefined ? {} : { tagKey: [tag.key], tagValue: [tag.value] }),
  };
}

/** Limits of a launch that are not set: an instance anywhere else is a way round the egress of the delegate. */
export function wideOf({ asg }: ObjectOf<typeof AWS_EC2.props>): WideScope[] {
  if (asg === undefined) {
    return [];
  }
  const missing = (['subnets', 'securityGroups'] as const).filter((prop) => asg[prop] === undefined);
  const untagged = asg.launchTemplateTag === undefined ? ['launchTemplateTag'] : [];
  const source = VENDOR.awsActions('ec2');
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            finding: 'LaunchesAnywhere',
            what: `instances may be started in any ${missing.map((prop) => (prop === 'subnets' ? 'subnet' : 'security group')).join(' and with any ')} of the account and region, a way round the egress of the delegate`,
            why: `${missing.map((prop) => `\`asg.${prop}\``).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`,
            fix: `set ${missing.map((prop) => `\`asg.${prop}\``).join(' and ')} to those of the launch templates`,
            source,
          } as const,
        ]),
    ...(untagged.length === 0
      ? []
      : [
          {
            finding: 'AnyLaunchTemplate',
            what: 'instances may be started from every launch template of the account and region, with its instance profile',
            why: '`asg.launchTemplateTag` is not set',
            fix: 'set `asg.launchTemplateTag` to a tag that only these templates carry',
            source,
          } as const,
        ]),
  ];
}
