import type * as Caller from './caller';
import { gcpGrants as grants } from './grants';
import type * as Readers from './readers';
import type * as Synth from './synth';
import { FIREWALL_POLICY, VPC_RULES } from './targets';
import type { Platform } from '../../platform';

/* eslint-disable @typescript-eslint/no-require-imports -- readers, synth and caller are loaded on use */

export const GCP: Platform = {
  id: 'gcp',
  title: 'Google Cloud',
  targets: [VPC_RULES, FIREWALL_POLICY],
  grants,
  choices: [
    {
      name: 'machines',
      flag: '--machines <targets>',
      description: "the delegate's service account or tag, as the firewall rules target it (default: the only one)",
    },
    {
      name: 'network',
      flag: '--network <name>',
      description: 'the network whose VPC firewall rules count (default: the only one)',
    },
    {
      name: 'policy',
      flag: '--policy <name>',
      description: 'the firewall policy whose rules count (default: the only one)',
    },
    {
      name: 'account',
      flag: '--account <email>',
      description: "the delegate's service account, whose roles count (default: that of --machines, or the only one)",
    },
  ],
  formats: () => (require('./readers') as typeof Readers).FORMATS,
  readers: () => (require('./readers') as typeof Readers).READERS,
  identity: {
    flags: [
      {
        name: 'account',
        flag: '--account <email>',
        description: "with --identity: the delegate's service account on Google Cloud (default: that of the review)",
      },
    ],
    caller: () => (require('./caller') as typeof Caller).caller,
  },
  synths: [
    {
      kind: 'terraform',
      flags: [
        { name: 'project', flag: '--project <id>', description: 'the Google Cloud project' },
        { name: 'network', flag: '--network <name>', description: 'the VPC network' },
        { name: 'name', flag: '--name <name>', description: 'name of the delegate (default: harness-delegate)' },
        {
          name: 'firewallPolicy',
          flag: '--firewall-policy <choice>',
          description: 'none (VPC rules) or new (a policy, which matches host names) (default: none)',
        },
      ],
      packages: ['cdktf', '@cdktf/provider-google', 'constructs'],
      example: '--project acme-prod --network prod',
      run: (plan, flags) => (require('./synth') as typeof Synth).synthesize(plan, flags),
    },
  ],
};
