import { App, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { connectionsOf, edited, profileOf, randomLists, stackOf } from './random-lists';
import { ROW_PROPS } from '../../test/support/every-row';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

/** The app that is deployed: a stack for every row and profile, and one for each random list. */

const app = new App();
const context = (key: string): string => String(app.node.getContext(key));

function delegateStack(id: string, connections: readonly Connection[], profile: Profile): void {
  const stack = new Stack(app, id, {
    env: { account: context('account'), region: context('region') },
    synthesizer: new LegacyStackSynthesizer(), // needs no bootstrap
  });
  new DelegateAccess(stack, 'Access', {
    vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: context('vpc'), availabilityZones: ['us-east-1a'] }),
    connections,
    profile,
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
}

for (const [row, props] of Object.entries(ROW_PROPS)) {
  delegateStack(`row-${row}-documented`, [Connection.parse(row, props)], Profile.DOCUMENTED);
  delegateStack(`row-${row}-recommended`, [Connection.parse(row, props)], Profile.RECOMMENDED);
}
randomLists(Number(context('lists')), Number(context('seed'))).forEach((list, i) => {
  const now = context('edited') === 'true' ? edited(list) : list;
  delegateStack(stackOf(i), connectionsOf(now), profileOf(now));
});
app.synth();
