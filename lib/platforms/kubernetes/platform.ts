import type * as Caller from './caller';
import { kubernetesGrants as grants } from './grants';
import type * as Readers from './readers';
import type * as Synth from './synth';
import { KINDS, type PolicyKind } from './targets';
import type { Platform, PlatformCaller, PlatformSynth } from '../../platform';

/* eslint-disable @typescript-eslint/no-require-imports -- readers, synth and caller are loaded on use */
const readers = (): typeof Readers => require('./readers') as typeof Readers;
const synth = (): typeof Synth => require('./synth') as typeof Synth;
const caller = (): PlatformCaller => (require('./caller') as typeof Caller).caller;
/* eslint-enable @typescript-eslint/no-require-imports */

/** Flags of every kind. */
const FLAGS: PlatformSynth['flags'] = [
  { name: 'name', flag: '--name <name>', description: 'name of the delegate, as its label harness.io/name has it' },
  { name: 'namespace', flag: '--namespace <name>', description: 'namespace of the delegate' },
  {
    name: 'scope',
    flag: '--scope <scope>',
    description: 'delegate, or namespace to close every pod of the namespace (default: delegate)',
  },
  {
    name: 'cluster',
    flag: '--cluster <type>',
    description: 'eks, gke, aks, openshift or custom (default: custom, with CoreDNS in kube-system)',
  },
  {
    name: 'apiServer',
    flag: '--api-server <blocks>',
    description: 'addresses of the API server, with commas between them, where it is needed',
  },
  {
    name: 'nodes',
    flag: '--nodes <blocks>',
    description: 'addresses of the nodes, with commas between them, which Workload Identity of GKE needs',
  },
  {
    name: 'dns',
    flag: '--dns <blocks>',
    description: 'addresses of the resolvers of the pods, with commas between them (default: CoreDNS by its labels)',
  },
  {
    name: 'nodeLocalDns',
    flag: '--node-local-dns',
    description: 'names are resolved by NodeLocal DNSCache, at 169.254.20.10 (default: on with gke)',
  },
  {
    name: 'podBlocks',
    flag: '--pod-blocks <blocks>',
    description: 'addresses of the pods, to find destinations that are pods',
  },
  {
    name: 'serviceBlocks',
    flag: '--service-blocks <blocks>',
    description: 'addresses of the Services, to find destinations that are Services',
  },
  {
    name: 'serviceAccount',
    flag: '--service-account <name>',
    description: 'service account of the delegate (default: its name)',
  },
  {
    name: 'identity',
    flag: '--identity <identity>',
    description:
      'eks-pod-identity, irsa=<region>,<role ARN>, gke-direct, gke-service-account=<email> or aks=<client id> (default: none)',
  },
];

export const KUBERNETES: Platform = {
  id: 'kubernetes',
  title: 'Kubernetes',
  targets: Object.values(KINDS),
  grants,
  choices: [
    {
      name: 'podLabels',
      flag: '--pod-labels <labels>',
      description:
        'labels of the pods whose policies count, such as harness.io/name=my-delegate (default: those of the only selector)',
    },
    {
      name: 'podNamespace',
      flag: '--pod-namespace <name>',
      description: 'namespace of the pods whose policies count (default: the only one)',
    },
  ],
  formats: () => readers().FORMATS,
  readers: () => readers().READERS,
  identity: {
    flags: [
      {
        name: 'namespace',
        flag: '--namespace <namespace>',
        description: 'with --job: its namespace; with --identity: that of the delegate (default: that of the review)',
      },
      {
        name: 'serviceAccount',
        flag: '--service-account <name>',
        description: 'with --job (default: the name of the delegate); with --identity (default: that of the review)',
      },
    ],
    isOfTarget: true,
    caller: () => caller(),
  },
  synths: (Object.keys(KINDS) as PolicyKind[]).map((kind) => ({
    kind,
    flags: FLAGS,
    packages: [],
    example: '--name my-delegate --namespace harness-delegate-ng',
    reviewed: (flags, plan) => synth().reviewedPolicies(kind, plan, flags),
    run: (plan, flags) => synth().policyFiles(kind, plan, flags),
  })),
};
