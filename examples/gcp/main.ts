import { App } from 'cdktf';
import { DelegateStack } from './delegate-stack';
import { Profile } from 'harness-delegate-access';

const app = new App();
const stacks = [
  // Ports and addresses, exactly as documented.
  new DelegateStack(app, 'delegate-documented', { profile: Profile.DOCUMENTED, firewallPolicy: 'none' }),
  // Host names too, least privilege.
  new DelegateStack(app, 'delegate-recommended', { profile: Profile.RECOMMENDED, firewallPolicy: 'new' }),
];
app.synth();

// The whole review is in `cdktf.out/stacks`.
for (const { access } of stacks) {
  process.stderr.write(`\n${access.summary()}`);
}
