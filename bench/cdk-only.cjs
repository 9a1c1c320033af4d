// What a user of the CDK loads anyway.
require('aws-cdk-lib');
require('aws-cdk-lib/aws-ec2');
require('aws-cdk-lib/aws-iam');
