import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { DelegateStack } from './delegate-stack';

/** Reports of cdk-nag's AwsSolutions pack on the delegate, each with the row of Harness's table that needs it. */

const ECS = 'arn:<AWS::Partition>:ecs:eu-west-1:<AWS::AccountId>';
const DESCRIBE_REGIONS: Reason = ['IAM5[Resource::*]', 'every AWS row: ec2:DescribeRegions takes no resource'];

type Reason = readonly [finding: string, reason: string];

const DOCUMENTED: Readonly<Record<string, readonly Reason[]>> = {
  'Role': [
    managedPolicy('AmazonEC2FullAccess', 'row AWS EC2: the table names this policy'),
    managedPolicy('AmazonS3ReadOnlyAccess', 'row AWS S3: the table names this policy'),
  ],
  'Shared': [DESCRIBE_REGIONS],
  'aws-elb-alb-ecs': [
    ['IAM5[Resource::*]', "row AWS ELB, ALB, ECS: the actions of Harness's ECS page, as it prints them"],
  ],
};

const RECOMMENDED: Readonly<Record<string, readonly Reason[]>> = {
  'Shared': [DESCRIBE_REGIONS],
  'aws-ec2': [['IAM5[Resource::*]', 'row AWS EC2: reads that take no resource, limited to the region']],
  'aws-elb-alb-ecs': [
    [
      'IAM5[Resource::*]',
      'row AWS ELB, ALB, ECS: reads that take no resource, limited to the cluster where AWS allows it',
    ],
    [`IAM5[Resource::${ECS}:service/prod/*]`, 'row AWS ELB, ALB, ECS: describes every service of the cluster'],
    [`IAM5[Resource::${ECS}:task/prod/*]`, 'row AWS ELB, ALB, ECS: task ids are generated'],
    [`IAM5[Resource::${ECS}:task-definition/web:*]`, 'row AWS ELB, ALB, ECS: every revision of the family'],
    [`IAM5[Resource::${ECS}:task-definition/worker:*]`, 'row AWS ELB, ALB, ECS: every revision of the family'],
  ],
  'aws-s3': [
    ['IAM5[Resource::arn:<AWS::Partition>:s3:::build-output/builds/*]', 'row AWS S3: every object under the prefix'],
    ['IAM5[Resource::arn:<AWS::Partition>:s3:::release-artifacts/*]', 'row AWS S3: every object of the bucket'],
  ],
};

/** Runs cdk-nag over the app; whatever is not acknowledged here fails the synth. */
export function checkWithNag(app: App, stacks: readonly DelegateStack[]): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const { access } of stacks) {
    const reasons = access.plan.profile.isRecommended ? RECOMMENDED : DOCUMENTED;
    for (const [id, entries] of Object.entries(reasons)) {
      Validations.of(access.permissions.node.findChild(id)).acknowledge(
        ...entries.map(([finding, reason]) => ({ id: `AwsSolutions::AwsSolutions-${finding}`, reason })),
      );
    }
  }
}

function managedPolicy(name: string, reason: string): Reason {
  return [`IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`, reason];
}
