import { TerraformVariable, type TerraformStack } from 'cdktf';
import { writeHostile } from './hostile';
import { newApp, newStack, write, type WrittenStack } from './written';
import { DelegateStack } from '../../examples/gcp/delegate-stack';
import { everyRow } from '../../test/support/every-row';
import { Connection, Destination, Profile } from 'harness-delegate-access';
import { DelegateAccess, type DelegateAccessProps, type FirewallPolicyChoice } from 'harness-delegate-access/gcp';

interface Combination {
  readonly profile: Profile;
  readonly firewallPolicy: FirewallPolicyChoice;
}

const PROJECT = 'acme-prod';
/** All that the row of Google Cloud can be granted. */
const GOOGLE_CLOUD = Connection.gcp({
  machines: ['10.64.0.0/20'],
  gke: 'rbac',
  buckets: ['acme-artifacts', { name: 'acme-out', access: 'readWrite' }],
  repositories: [{ location: 'europe-west1', repository: 'images' }],
  secrets: ['token'],
});
const COMBINATIONS: readonly Combination[] = [Profile.DOCUMENTED, Profile.RECOMMENDED].flatMap((profile) =>
  (['none', 'new'] as const).map((firewallPolicy) => ({ profile, firewallPolicy })),
);

/** Every row alone and all together, and the example, under both profiles and with both kinds of firewall; and texts. */
export function writeStacks(outdir: string): WrittenStack[] {
  return [
    ...COMBINATIONS.flatMap((combination) => writeCombination(outdir, combination)),
    write(withExpressions(newStack(outdir, 'expressions'))),
    writeHostile(newStack(outdir, 'hostile')),
  ];
}

function writeCombination(outdir: string, combination: Combination): WrittenStack[] {
  const { profile, firewallPolicy } = combination;
  const suffix = `${profile.name.toLowerCase()}-${firewallPolicy === 'new' ? 'policy' : 'rules'}`;
  const example = `example-${suffix}`;
  return [
    write(withRows(newStack(outdir, `rows-${suffix}`), combination)),
    write(withAll(newStack(outdir, `all-${suffix}`), combination)),
    write(new DelegateStack(newApp(outdir, example), example, combination)),
  ];
}

/** A delegate for each row, in a network and with a service account of its own. */
function withRows(stack: TerraformStack, combination: Combination): TerraformStack {
  for (const connection of everyRow()) {
    const { id } = connection;
    new DelegateAccess(stack, id, {
      name: id.slice(0, 20).replace(/-$/, ''),
      project: PROJECT,
      network: id,
      connections: [connection],
      ...combination,
    });
  }
  return stack;
}

/** One delegate with every row, and what else the props know: tags, an existing policy, a pod, a shared network. */
function withAll(stack: TerraformStack, { profile, firewallPolicy }: Combination): TerraformStack {
  const props: DelegateAccessProps = {
    name: 'all',
    project: PROJECT,
    network: 'projects/acme-network/global/networks/shared',
    networkProject: 'acme-network',
    connections: [...everyRow().filter(({ id }) => id !== GOOGLE_CLOUD.id), GOOGLE_CLOUD],
    profile,
  };
  const inPolicy: Partial<DelegateAccessProps> = {
    firewallPolicy: { name: 'shared' },
    targetSecureTags: ['tagValues/1'],
    workloadIdentity: { namespace: 'harness-delegate-ng', serviceAccount: 'delegate' },
    runsOn: 'gke',
    cluster: {
      controlPlane: ['172.16.0.0/28'],
      nodes: ['10.0.0.0/24'],
      pods: ['10.4.0.0/14'],
      services: ['10.8.0.0/20'],
    },
    logging: 'off',
  };
  const asRules: Partial<DelegateAccessProps> = { targetTags: ['delegate'], priority: 900 };
  new DelegateAccess(stack, 'all', { ...props, ...(firewallPolicy === 'new' ? inPolicy : asRules) });
  return stack;
}

/** Computed values of Terraform: variables as project, network, address and bucket. */
function withExpressions(stack: TerraformStack): TerraformStack {
  const variable = (id: string, value: string): string =>
    new TerraformVariable(stack, id, { default: value }).stringValue;
  new DelegateAccess(stack, 'access', {
    name: 'computed',
    project: variable('project', PROJECT),
    network: variable('network', 'prod'),
    connections: [
      Connection.jenkins({ to: [Destination.deployTime(variable('cidr', '10.1.2.0/24'), { name: 'CI' })] }),
      Connection.gcp({ machines: [], buckets: [variable('bucket', 'acme-artifacts')] }),
    ],
    profile: Profile.RECOMMENDED,
  });
  return stack;
}
