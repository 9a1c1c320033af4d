import type * as Caller from './caller';
import { awsGrants as grants } from './grants';
import type * as Readers from './readers';
import type * as Synth from './synth';
import type * as SynthNames from './synth-names';
import { DNS_FIREWALL, NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED, SECURITY_GROUP } from './targets';
import type { Platform } from '../../platform';

/* eslint-disable @typescript-eslint/no-require-imports -- readers, synth and caller are loaded on use */

export const AWS: Platform = {
  id: 'aws',
  title: 'AWS',
  targets: [SECURITY_GROUP, NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED, DNS_FIREWALL],
  grants,
  choices: [
    {
      name: 'groups',
      flag: '--group <name>',
      description:
        'a security group of the delegate, by logical id or address; repeatable (default: all of them, together)',
      isList: true,
    },
    {
      name: 'ruleGroup',
      flag: '--rule-group <name>',
      description: 'the rule group of Network Firewall, by logical id, address or name (default: the only one)',
    },
    {
      name: 'role',
      flag: '--role <name>',
      description: "the delegate's role, by logical id, address, name or ARN (default: the only one)",
    },
  ],
  formats: () => (require('./readers') as typeof Readers).FORMATS,
  readers: () => (require('./readers') as typeof Readers).READERS,
  identity: {
    flags: [
      {
        name: 'role',
        flag: '--role <role>',
        description: "with --identity: the delegate's role on AWS, by ARN or name (default: that of the review)",
      },
    ],
    caller: () => (require('./caller') as typeof Caller).caller,
  },
  synths: [
    {
      kind: 'cloudformation',
      flags: [
        {
          name: 'vpc',
          flag: '--vpc <id>',
          description: 'the VPC of the security groups (default: a parameter of the template)',
        },
        {
          name: 'assumedBy',
          flag: '--assumed-by <service>',
          description:
            'the service that assumes the role, such as ecs-tasks.amazonaws.com; required when the plan has AWS permissions',
        },
      ],
      packages: ['aws-cdk-lib', 'constructs'],
      example: '--assumed-by ecs-tasks.amazonaws.com',
      run: (plan, flags) => (require('./synth') as typeof Synth).synthesize(plan, flags),
    },
    {
      kind: 'suricata',
      flags: [
        {
          name: 'source',
          flag: '--source <blocks>',
          description: "the delegate's subnets, with commas between them; required",
        },
        {
          name: 'resolved',
          flag: '--resolved',
          description: 'the policy validates resolved addresses; without that the rules do nothing',
        },
        {
          name: 'action',
          flag: '--action <action>',
          description: 'drop, or alert: log everything else, to watch first (default: drop)',
        },
      ],
      packages: [],
      example: '--source 10.0.1.0/24,10.0.2.0/24',
      reviewed: (flags) => (require('./synth-names') as typeof SynthNames).reviewedRules(flags),
      run: (plan, flags) => (require('./synth-names') as typeof SynthNames).suricataFiles(plan, flags),
    },
    {
      kind: 'dns-list',
      flags: [],
      packages: [],
      example: '',
      reviewed: () => ({ facts: DNS_FIREWALL, findings: [] }),
      run: (plan) => (require('./synth-names') as typeof SynthNames).domainFiles(plan),
    },
  ],
};
