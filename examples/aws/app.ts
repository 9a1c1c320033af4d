import { App } from 'aws-cdk-lib';
import { DelegateStack } from './delegate-stack';
import { checkWithNag } from './nag';
import { Profile } from 'harness-delegate-access';

const app = new App();
const stacks = [
  new DelegateStack(app, 'DelegateDocumented', { profile: Profile.DOCUMENTED }),
  new DelegateStack(app, 'DelegateRecommended', { profile: Profile.RECOMMENDED }),
];
checkWithNag(app, stacks);
app.synth();

// What a reviewer reads. On standard error, so that `cdk synth <stack>` still prints the template alone.
for (const stack of stacks) {
  process.stderr.write(`\n=== ${stack.stackName}\n\n${stack.access.table()}`);
}
