import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { accessErrorOf, problemsOf } from '../../support/errors';
import { blocks, synthesize, type Resources } from '../../support/terraform';
import { Connection, Profile } from 'harness-delegate-access';
import {
  DelegateAccess,
  DelegatePermissions,
  type DelegateAccessProps,
  type DelegatePermissionsProps,
} from 'harness-delegate-access/gcp';

const PROJECT = 'acme-prod';
const EMAIL = 'delegate@acme-prod.iam.gserviceaccount.com';
const gcp = Connection.gcp({
  machines: [],
  gke: 'rbac',
  buckets: ['acme-artifacts', { name: 'acme-out', access: 'readWrite' }],
  repositories: [{ location: 'europe-west1', repository: 'images' }],
  secrets: ['token'],
});

function permissions(change: Partial<DelegatePermissionsProps> = {}): Resources {
  return synthesize(
    (stack) =>
      new DelegatePermissions(stack, 'permissions', {
        name: 'delegate',
        project: PROJECT,
        connections: [gcp],
        ...change,
      }),
  );
}

/** `type role resource` of every grant. */
function grants(resources: Resources): string[] {
  return Object.entries(resources)
    .filter(([type]) => type.endsWith('_iam_member'))
    .flatMap(([type, all]) =>
      Object.values(all).map(
        ({ role, bucket, repository, secret_id, project }) =>
          `${type} ${String(role)} ${String(bucket ?? repository ?? secret_id ?? project)}`,
      ),
    )
    .sort();
}

describe('roles', () => {
  test('are those that the table names, at the project, under DOCUMENTED', () => {
    expect(grants(permissions())).toEqual([
      'google_project_iam_member roles/container.admin acme-prod',
      'google_project_iam_member roles/storage.objectViewer acme-prod',
    ]);
  });

  test('are the narrowest, at the narrowest resource, under RECOMMENDED', () => {
    expect(grants(permissions({ profile: Profile.RECOMMENDED }))).toEqual([
      'google_artifact_registry_repository_iam_member roles/artifactregistry.reader images',
      'google_project_iam_member roles/container.clusterViewer acme-prod',
      'google_secret_manager_secret_iam_member roles/secretmanager.secretAccessor token',
      'google_storage_bucket_iam_member roles/storage.legacyBucketReader acme-artifacts',
      'google_storage_bucket_iam_member roles/storage.legacyBucketReader acme-out',
      'google_storage_bucket_iam_member roles/storage.objectUser acme-out',
      'google_storage_bucket_iam_member roles/storage.objectViewer acme-artifacts',
    ]);
  });

  test('are only ever added: no binding, no policy', () => {
    for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
      expect(Object.keys(permissions({ profile })).filter((type) => /_iam_(binding|policy)$/.test(type))).toEqual([]);
    }
  });

  test('that two connections ask for are granted once', () => {
    expect(grants(permissions({ connections: [gcp, Connection.gcp({ name: 'gcp-two', machines: [] })] }))).toHaveLength(
      2,
    );
  });

  test('whose titles and ids disagree in the documentation are a finding; RBAC that a person must bind is a notice', () => {
    synthesize((stack) => {
      const keys = ({ findings }: DelegatePermissions): string[] => findings.map(({ key }) => key);
      expect(keys(new DelegatePermissions(stack, 'd', { name: 'd', project: PROJECT, connections: [gcp] }))).toContain(
        'RoleTitleMismatch:gcp',
      );
      const recommended = new DelegatePermissions(stack, 'r', {
        name: 'r',
        project: PROJECT,
        connections: [gcp],
        profile: Profile.RECOMMENDED,
        serviceAccount: EMAIL,
      });
      expect(recommended.findings.find(({ key }) => key === 'RbacNeeded:gcp')?.what).toContain(EMAIL);
    });
  });

  test('of AWS are named as something that somebody must grant there', () => {
    synthesize((stack) => {
      const { findings } = new DelegatePermissions(stack, 'p', {
        name: 'p',
        project: PROJECT,
        connections: [Connection.awsS3()],
      });
      expect(findings.find(({ key }) => key === 'RolesElsewhere:aws-s3')?.what).toBe(
        'manual step: grant AmazonS3ReadOnlyAccess, HarnessDescribeRegions in AWS',
      );
    });
  });
});

describe('the service account', () => {
  test('is created, and the roles go to it', () => {
    const resources = permissions();
    const [account] = blocks(resources, 'google_service_account');
    expect(account).toMatchObject({
      project: PROJECT,
      display_name: 'Harness Delegate',
      account_id: expect.stringMatching(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/),
    });
    blocks(resources, 'google_project_iam_member').forEach(({ member }) =>
      expect(member).toMatch(/^serviceAccount:\$\{google_service_account\..*\.email\}$/),
    );
  });

  test('may be brought', () => {
    const resources = permissions({ serviceAccount: EMAIL });
    expect(resources).not.toHaveProperty('google_service_account');
    expect(blocks(resources, 'google_project_iam_member')[0]).toMatchObject({ member: `serviceAccount:${EMAIL}` });
  });

  test('may be acted as by a Kubernetes service account', () => {
    const workloadIdentity = { namespace: 'harness-delegate-ng', serviceAccount: 'delegate', project: 'acme-clusters' };
    expect(
      blocks(
        permissions({ workloadIdentity, runsOn: 'gke', serviceAccount: EMAIL }),
        'google_service_account_iam_member',
      ),
    ).toEqual([
      expect.objectContaining({
        role: 'roles/iam.workloadIdentityUser',
        member: 'serviceAccount:acme-clusters.svc.id.goog[harness-delegate-ng/delegate]',
        service_account_id: `projects/acme-prod/serviceAccounts/${EMAIL}`,
      }),
    ]);
  });
});

describe('the permissions fail', () => {
  test.each<[string, Partial<DelegatePermissionsProps>, string[]]>([
    [
      'on bad ids, all at once',
      {
        project: '9project',
        accountId: 'x',
        workloadIdentity: { namespace: 'Bad', serviceAccount: '', project: 'p' },
        runsOn: 'gke',
      },
      [
        'InvalidProject: `project` must be a project id of 6 to 30 lower-case letters, digits and hyphens, got "9project"',
        'InvalidAccountId: `accountId` must be an account id of 6 to 30 lower-case letters, digits and hyphens, got "x"',
        'InvalidKubernetesName: `workloadIdentity.namespace` must be a Kubernetes name of lower-case letters, digits and hyphens, got "Bad"',
        'InvalidKubernetesName: `workloadIdentity.serviceAccount` must be a Kubernetes name of lower-case letters, digits and hyphens, got ""',
        'InvalidProject: `workloadIdentity.project` must be a project id of 6 to 30 lower-case letters, digits and hyphens, got "p"',
      ],
    ],
    [
      'on an email that is no service account',
      { serviceAccount: 'serviceAccount:x' },
      [expect.stringMatching(/^InvalidServiceAccount: `serviceAccount` must be the email of a service account/)],
    ],
    [
      'on a service account and an account id',
      { serviceAccount: EMAIL, accountId: 'delegate' },
      [
        'ServiceAccountAndAccountId: set `serviceAccount` or `accountId`, got both; `accountId` is for a new service account',
      ],
    ],
    [
      'when workload identity does not say where the delegate runs',
      { workloadIdentity: { namespace: 'n', serviceAccount: 's' } },
      [expect.stringMatching(/^MissingRunsOn: `workloadIdentity` needs `runsOn`/)],
    ],
    [
      'on an unknown place',
      { runsOn: 'cloud-run' as never },
      ['InvalidChoice: `runsOn` must be `compute-engine` or `gke`, got "cloud-run"'],
    ],
  ])('%s', (_, change, problems) => {
    const stack = new TerraformStack(new App(), 'stack');
    expect(
      problemsOf(
        () =>
          new DelegatePermissions(stack, 'permissions', {
            name: 'delegate',
            project: PROJECT,
            connections: [gcp],
            ...change,
          }),
      ),
    ).toEqual(problems);
  });
});

describe('permissions of a plan', () => {
  test('do not depend on whether a firewall can match its host names', () => {
    const connections = [gcp, Connection.jenkins({ to: ['ci.example.com'] })];
    expect(grants(permissions({ connections }))).toHaveLength(2);
  });

  test('have stable ids, also for a bucket that is known at deployment', () => {
    const bucketIds = (before: number): string[] =>
      Object.keys(
        synthesize((stack) => {
          Array.from({ length: before }, (_, i) => new TerraformVariable(stack, `v${i}`, {}).stringValue);
          const name = new TerraformVariable(stack, 'bucket', {}).stringValue;
          const connections = [Connection.gcp({ machines: [], buckets: [name, '${google_storage_bucket.b.name}'] })];
          new DelegatePermissions(stack, 'p', {
            name: 'p',
            project: PROJECT,
            connections,
            profile: Profile.RECOMMENDED,
          });
        }).google_storage_bucket_iam_member ?? {},
      );
    expect(bucketIds(3)).toEqual(bucketIds(0));
    expect(bucketIds(0)).toHaveLength(4);
  });

  test('name a service account in its own project', () => {
    const workloadIdentity = { namespace: 'n', serviceAccount: 's' };
    const serviceAccount = 'delegate@other-project.iam.gserviceaccount.com';
    const [binding] = blocks(
      permissions({ workloadIdentity, runsOn: 'gke', serviceAccount }),
      'google_service_account_iam_member',
    );
    expect(binding).toMatchObject({ service_account_id: `projects/other-project/serviceAccounts/${serviceAccount}` });
  });
});

describe('access', () => {
  const make = (stack: TerraformStack, change: Partial<DelegateAccessProps> = {}): DelegateAccess =>
    new DelegateAccess(stack, 'access', {
      name: 'delegate',
      project: PROJECT,
      network: 'prod',
      connections: [gcp],
      ...change,
    });

  test('targets the machines of its own service account', () => {
    const resources = synthesize((stack) => make(stack));
    blocks(resources, 'google_compute_firewall').forEach(({ target_service_accounts: targets }) =>
      expect(targets).toEqual([expect.stringMatching(/google_service_account/)]),
    );
  });

  test('makes one plan, and reports each finding once', () => {
    synthesize((stack) => {
      const access = make(stack);
      expect(access.egress.plan).toBe(access.plan);
      expect(new Set(access.findings.map(({ key }) => key)).size).toBe(access.findings.length);
      expect(access.table()).toContain('on Google Cloud VPC firewall');
    });
  });

  test('puts the rules of a shared network into its own project, and takes host names in policy mode', () => {
    const resources = synthesize((stack) =>
      make(stack, {
        networkProject: 'host-project',
        network: 'projects/host-project/global/networks/shared',
        firewallPolicy: 'new',
        connections: [gcp, Connection.jenkins({ to: ['ci.example.com'] })],
      }),
    );
    expect(
      new Set(blocks(resources, 'google_compute_network_firewall_policy_rule').map(({ project }) => project)),
    ).toEqual(new Set(['host-project']));
    expect(blocks(resources, 'google_service_account')[0]).toMatchObject({ project: PROJECT });
    expect(JSON.stringify(resources)).toContain('ci.example.com');
  });

  test('names the service account after a short prefix too', () => {
    expect(
      blocks(
        synthesize((stack) => make(stack, { name: 'dlg' })),
        'google_service_account',
      )[0],
    ).toMatchObject({ account_id: 'dlg-delegate' });
  });

  test('fails for a pod without the machines that it runs on, and names the ways out', () => {
    const workloadIdentity = { namespace: 'n', serviceAccount: 's' };
    const stack = new TerraformStack(new App(), 'stack');
    expect(accessErrorOf(() => make(stack, { workloadIdentity, runsOn: 'gke' }))).toMatchObject({
      code: 'FirewallCannotSeePods',
      message: expect.stringMatching(
        /`targetServiceAccounts` to that of its node pool.*`DelegatePermissions` alone.*NetworkPolicy/,
      ),
    });
    const nodes = {
      workloadIdentity,
      runsOn: 'gke',
      targetServiceAccounts: ['nodes@acme-prod.iam.gserviceaccount.com'],
    } as const;
    expect(accessErrorOf(() => make(new TerraformStack(new App(), 'stack'), nodes))).toMatchObject({
      code: 'MissingCluster',
      message: expect.stringMatching(/8132.*set `cluster: .*`DelegatePermissions` alone.*NetworkPolicy/),
    });
  });
});
