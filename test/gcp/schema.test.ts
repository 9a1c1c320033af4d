import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyRow } from '../support/every-row';
import { synthesize, type Block } from '../support/terraform';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/gcp';

const PROVIDER = join(__dirname, '../../node_modules/@cdktf/provider-google');

/** Names of the arguments that the bindings know for a resource and its blocks, and those that they call deprecated. */
function schemaOf(type: string): { readonly known: Set<string>; readonly deprecated: Set<string> } {
  const folder = type.replace(/^google_/, '').replace(/_/g, '-');
  const text = readFileSync(join(PROVIDER, 'lib', folder, 'index.d.ts'), 'utf8');
  const known = new Set<string>();
  const deprecated = new Set<string>();
  for (const [, comment, name] of text.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*readonly (\w+)\??:/g)) {
    known.add(snake(name!));
    if (/deprecated/i.test(comment!)) {
      deprecated.add(snake(name!));
    }
  }
  return { known, deprecated };
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/layer4/, 'layer4');
}

/** Every argument of a block, at any depth; what begins with `//` is a comment of the core. */
function argumentsOf(block: unknown): string[] {
  if (Array.isArray(block)) {
    return block.flatMap(argumentsOf);
  }
  if (typeof block !== 'object' || block === null) {
    return [];
  }
  return Object.entries(block)
    .filter(([key]) => key !== '//')
    .flatMap(([key, value]) => [key, ...argumentsOf(value)]);
}

describe('every argument that is written', () => {
  const all = synthesize((stack) => {
    const workload = { workloadIdentity: { namespace: 'n', serviceAccount: 's' }, runsOn: 'gke' } as const;
    const connections = [
      ...everyRow().filter(({ id }) => id !== 'gcp'),
      Connection.gcp({
        machines: ['10.64.0.0/20'],
        gke: 'rbac',
        buckets: ['a-bucket'],
        repositories: [{ location: 'europe-west1', repository: 'r' }],
        secrets: ['s'],
      }),
    ];
    const common = { project: 'acme-prod', network: 'prod', connections };
    new DelegateAccess(stack, 'rules', { ...common, targetTags: ['delegate'] });
    new DelegateAccess(stack, 'policy', {
      ...common,
      ...workload,
      profile: Profile.RECOMMENDED,
      firewallPolicy: 'new',
      targetSecureTags: ['tagValues/1'],
    });
    new DelegateAccess(stack, 'own', { ...common, firewallPolicy: { name: 'shared' } });
  });

  test('is of a provider of the series 6', () => {
    const { version } = JSON.parse(readFileSync(join(PROVIDER, 'package.json'), 'utf8')) as { version: string };
    expect(version).toMatch(/^16\./);
    expect(
      readFileSync(join(PROVIDER, 'lib/provider/index.js'), 'utf8') +
        readFileSync(join(PROVIDER, 'lib/compute-firewall/index.js'), 'utf8'),
    ).toMatch(/providerVersion: '6\.\d+\.\d+'/);
  });

  test.each(Object.entries(all))('of %s is known to the bindings and not deprecated', (type, resources) => {
    const { known, deprecated } = schemaOf(type);
    expect(known.size).toBeGreaterThan(3);
    const used = [...new Set(Object.values(resources).flatMap((block: Block) => argumentsOf(block)))];
    expect(used.filter((name) => !known.has(name))).toEqual([]);
    expect(used.filter((name) => deprecated.has(name))).toEqual([]);
  });

  test('covers every kind of resource that the library makes', () => {
    expect(Object.keys(all).sort()).toEqual([
      'google_artifact_registry_repository_iam_member',
      'google_compute_firewall',
      'google_compute_network_firewall_policy',
      'google_compute_network_firewall_policy_association',
      'google_compute_network_firewall_policy_rule',
      'google_project_iam_member',
      'google_secret_manager_secret_iam_member',
      'google_service_account',
      'google_service_account_iam_member',
      'google_storage_bucket_iam_member',
    ]);
  });
});
