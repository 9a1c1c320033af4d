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

// On standard error, so that `cdk synth <stack>` still prints the template alone. The whole review is in `cdk.out`.
for (const { access } of stacks) {
  process.stderr.write(`\n${access.summary()}`);
}
