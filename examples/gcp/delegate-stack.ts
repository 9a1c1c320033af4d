import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { acknowledged } from '../one-list/acknowledged';
import { connections } from '../one-list/connections';
import { HarnessPlatform, type Profile } from 'harness-delegate-access';
import { DelegateAccess, type FirewallPolicyChoice } from 'harness-delegate-access/gcp';

export interface DelegateStackProps {
  readonly profile: Profile;
  readonly firewallPolicy: FirewallPolicyChoice;
}

const PROJECT = 'acme-prod';

/** The access of a delegate that runs on a Compute Engine machine in the network `prod`. */
export class DelegateStack extends TerraformStack {
  public readonly access: DelegateAccess;

  public constructor(scope: Construct, id: string, props: DelegateStackProps) {
    super(scope, id);
    new GoogleProvider(this, 'google', { project: PROJECT });
    this.access = new DelegateAccess(this, 'delegate-access', {
      name: `delegate-${props.profile.name}`,
      project: PROJECT,
      network: 'prod',
      connections,
      acknowledged,
      harness: HarnessPlatform.of({ cluster: 'prod1' }),
      ...props,
    });
  }
}
