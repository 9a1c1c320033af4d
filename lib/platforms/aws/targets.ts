import type { TargetFacts } from '../../platform';

/** EC2 security groups. https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html */
export const SECURITY_GROUP: TargetFacts = {
  name: 'aws-security-group',
  title: 'AWS security group',
  platform: 'aws',
  names: { match: 'none', on: 'any' },
  remarks: [],
  hasEndpoints: true,
  port25: {
    what: 'EC2 blocks or throttles port 25 to outside addresses until AWS lifts it for the account',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html#port-25-throttle',
  },
};
