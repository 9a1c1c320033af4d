import type { Acknowledgement } from 'harness-delegate-access';

const NAMES_ONLY =
  'these services publish host names, not addresses; the egress proxy that checks names comes with NET-142';

/** Findings that the security team has seen and accepts; everything else stays a warning. */
export const acknowledged: Acknowledgement[] = [
  ...['aws-cloud', 'aws-ec2', 'aws-elb-alb-ecs', 'aws-s3', 'datadog', 'github-repo', 'harness', 'new-relic'].map(
    (connection): Acknowledgement => ({ finding: 'PortOnlyEgress', connection, reason: NAMES_ONLY }),
  ),
  ...['aws-ec2', 'aws-elb-alb-ecs'].map((connection): Acknowledgement => ({
    finding: 'RightsBesideAssumedRole',
    connection,
    reason: 'staging is in the account of the delegate, production in the other one',
  })),
];
