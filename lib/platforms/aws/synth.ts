import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Cdk from 'aws-cdk-lib';
import type * as Ec2 from 'aws-cdk-lib/aws-ec2';
import type * as Iam from 'aws-cdk-lib/aws-iam';
import type * as Aws from './constructs';
import { awsGrants as grants } from './grants';
import { show } from '../../base';
import type { Plan } from '../../plan';
import { grantedBy, load, refuse, type SynthFiles, type SynthFlags } from '../../platform';
import { inSynthFolder, reviewFiles } from '../synth-folder';

/* eslint-disable @typescript-eslint/no-require-imports -- only a synth may load a CDK */
const libraries = (): { cdk: typeof Cdk; ec2: typeof Ec2; iam: typeof Iam; aws: typeof Aws } =>
  load(['aws-cdk-lib', 'constructs'], () => ({
    cdk: require('aws-cdk-lib') as typeof Cdk,
    ec2: require('aws-cdk-lib/aws-ec2') as typeof Ec2,
    iam: require('aws-cdk-lib/aws-iam') as typeof Iam,
    aws: require('./constructs') as typeof Aws,
  }));
/* eslint-enable @typescript-eslint/no-require-imports */

const STACK = 'harness-delegate-access';

/** A template that needs no CDK to deploy, and its review. @throws AccessError `MissingPackage`, `MissingPrincipal` and those of the constructs */
export function synthesize(plan: Plan, { vpc, assumedBy }: SynthFlags): SynthFiles {
  checkFlags(vpc, assumedBy, grantedBy({ grants }, plan).length > 0);
  const { cdk, ec2, iam, aws } = libraries();
  return inSynthFolder((outdir) => {
    const app = new cdk.App({ outdir, analyticsReporting: false, treeMetadata: false });
    const stack = new cdk.Stack(app, STACK, { synthesizer: new cdk.BootstraplessSynthesizer() });
    const description = 'VPC of the delegate';
    const vpcId = vpc ?? new cdk.CfnParameter(stack, 'VpcId', { type: 'AWS::EC2::VPC::Id', description }).valueAsString;
    const { egress, role } = new aws.DelegateAccess(stack, 'DelegateAccess', {
      plan,
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId, availabilityZones: ['unused'] }),
      assumedBy: assumedBy === undefined ? undefined : principalOf(iam, assumedBy, stack.account),
    });
    new cdk.CfnOutput(stack, 'SecurityGroups', {
      value: egress.securityGroups.map(({ securityGroupId }) => securityGroupId).join(','),
      description: 'Attach all of them to the delegate, and no other group that allows more',
    });
    if (role !== undefined) {
      new cdk.CfnOutput(stack, 'Role', { value: role.roleArn, description: 'The role that the delegate runs under' });
    }
    app.synth();
    const template = readFileSync(join(outdir, `${STACK}.template.json`), 'utf8');
    return { ...reviewFiles(outdir), 'template.json': template };
  });
}

function checkFlags(vpc: string | undefined, assumedBy: string | undefined, needsRole: boolean): void {
  refuse(
    {
      when: assumedBy === undefined && needsRole,
      code: 'MissingPrincipal',
      message:
        'the list needs AWS permissions: set the service that assumes the role, such as `--assumed-by ecs-tasks.amazonaws.com`',
    },
    {
      when: assumedBy !== undefined && !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(assumedBy),
      code: 'InvalidChoice',
      message: `\`--assumed-by\` must be a service principal such as ecs-tasks.amazonaws.com, got ${show(assumedBy)}`,
    },
    {
      when: vpc !== undefined && !/^vpc-[0-9a-f]{8,17}$/.test(vpc),
      code: 'InvalidChoice',
      message: `\`--vpc\` must be the id of a VPC such as vpc-0123456789abcdef0, got ${show(vpc)}`,
    },
  );
}

/** Services that tell on whose behalf they act. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
const SAY_THEIR_ACCOUNT = ['ecs-tasks.amazonaws.com', 'pods.eks.amazonaws.com'];

function principalOf(iam: typeof Iam, service: string, account: string): Iam.IPrincipal {
  const conditions = SAY_THEIR_ACCOUNT.includes(service) ? { StringEquals: { 'aws:SourceAccount': account } } : {};
  const principal = new iam.ServicePrincipal(service, { conditions });
  // Pod Identity tags the session.
  return service === 'pods.eks.amazonaws.com' ? new iam.SessionTagsPrincipal(principal) : principal;
}
