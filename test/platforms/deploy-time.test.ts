import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { App as CdkApp, CfnParameter, Fn, Lazy as CdkLazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Lazy, TerraformVariable, type TerraformStack } from 'cdktf';
import fc from 'fast-check';
import { ecsTasks, ENV } from '../support/stacks';
import { synthesize } from '../support/terraform';
import { Connection, DeployTime, Profile } from 'harness-delegate-access';
import { DelegatePermissions as AwsPermissions } from 'harness-delegate-access/aws';
import { DelegatePermissions as GooglePermissions } from 'harness-delegate-access/gcp';

/** Values that are known at deployment only have names of their own: neither their order nor their number counts. */

const BUCKETS = ['artifacts', 'builds', 'charts', 'docs', 'exports', 'files'];
/** Buckets of a list, in its order, and how many tokens the app made before. */
const lists = fc.record({
  buckets: fc.shuffledSubarray(BUCKETS, { minLength: 1 }),
  before: fc.nat(20),
});

interface List {
  readonly buckets: readonly string[];
  readonly before: number;
}

/** Grants by their address, for a list of buckets that the same stack creates. */
function grants({ buckets, before }: List): Record<string, unknown> {
  const resources = synthesize((stack: TerraformStack) => {
    Array.from({ length: before }, (_, i) => new TerraformVariable(stack, `v${i}`, {}).stringValue);
    const made = new Map(
      BUCKETS.map((id) => [id, new StorageBucket(stack, id, { name: `acme-${id}`, location: 'EU' })]),
    );
    new GooglePermissions(stack, 'p', {
      name: 'delegate',
      project: 'acme-prod',
      connections: [Connection.gcp({ machines: [], buckets: buckets.map((id) => made.get(id)!.name) })],
      profile: Profile.RECOMMENDED,
    });
  });
  return resources.google_storage_bucket_iam_member ?? {};
}

/** Policies by their logical id. Every bucket of the list is another kind of token. */
function policies({ buckets, before }: List, pad = ''): Record<string, unknown> {
  const stack = new Stack(new CdkApp(), 'Own', { env: ENV });
  Array.from({ length: before }, (_, i) => new CfnParameter(stack, `V${i}`).valueAsString);
  const other = new Stack(stack.node.root as CdkApp, 'Other', { env: ENV });
  const kinds = {
    artifacts: new Bucket(stack, 'Artifacts').bucketName,
    builds: new CfnParameter(stack, 'Builds').valueAsString,
    charts: Fn.importValue('charts'),
    docs: new Bucket(other, 'Docs').bucketName,
    exports: DeployTime.named(CdkLazy.string({ produce: () => 'exports' }), 'exports'),
    files: Fn.join('-', ['acme', new CfnParameter(stack, 'Files').valueAsString]),
  };
  new AwsPermissions(stack, 'Permissions', {
    connections: [
      Connection.awsS3({
        buckets: [
          ...buckets.map((id) => kinds[id as keyof typeof kinds]),
          ...Array.from({ length: 60 }, (_, i) => `literal-${pad}-${i}`),
        ],
      }),
    ],
    profile: Profile.RECOMMENDED,
    assumedBy: ecsTasks(stack),
  });
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> };
  return Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy'));
}

test('a grant on Google Cloud stays as it is when others go, come, or change places', () => {
  const all = grants({ buckets: BUCKETS, before: 0 });
  expect(Object.keys(all)).toHaveLength(2 * BUCKETS.length);
  expect(Object.keys(all).join()).toContain('google_storage_bucketartifactsname');
  fc.assert(
    fc.property(lists, (list) => {
      const some = grants(list);
      expect(Object.keys(some)).toHaveLength(2 * list.buckets.length);
      Object.entries(some).forEach(([address, grant]) => expect(grant).toEqual(all[address]));
    }),
    { numRuns: 30 },
  );
});

test('policies on AWS do not depend on the order of a list, nor on other tokens of the app', () => {
  fc.assert(
    fc.property(lists, fc.nat(20), ({ buckets, before }, others) => {
      const one = policies({ buckets: [...buckets].sort(), before });
      const other = policies({ buckets, before: others });
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
    }),
    { numRuns: 30 },
  );
});

test('the part of a long policy that holds a bucket on AWS stays when one of the deployment goes', () => {
  const pad = 'x'.repeat(50);
  const resourcesOf = (list: List): Map<string, string> =>
    new Map(
      Object.entries(policies(list, pad)).flatMap(([id, policy]) =>
        (JSON.stringify(policy).match(/literal-x+-\d+/g) ?? []).map((bucket) => [bucket, id] as const),
      ),
    );
  const all = resourcesOf({ buckets: BUCKETS, before: 0 });
  expect(new Set(all.values()).size).toBeGreaterThan(1);
  BUCKETS.forEach((gone) => {
    const some = resourcesOf({ buckets: BUCKETS.filter((id) => id !== gone), before: 3 });
    expect([...some]).toEqual([...all]);
  });
});

test('a name of the user is the identity, of a `Lazy` and of an expression; the review has it in place of the token', () => {
  const make = (order: 1 | -1): { ids: string[]; resources: string[] } => {
    let made: GooglePermissions | undefined;
    const all = synthesize((stack) => {
      const lazy = DeployTime.named(Lazy.stringValue({ produce: () => 'one' }), 'releases');
      const buckets = [lazy, '${var.bucket}', 'acme-${google_storage_bucket.b.name}'].slice(0, 2);
      new TerraformVariable(stack, 'bucket', {});
      made = new GooglePermissions(stack, 'p', {
        name: 'delegate',
        project: 'acme-prod',
        connections: [Connection.gcp({ machines: [], buckets: order === 1 ? buckets : buckets.reverse() })],
        profile: Profile.RECOMMENDED,
      });
    });
    const { permissions } = made!.toReview();
    return {
      ids: Object.keys(all.google_storage_bucket_iam_member!),
      resources: permissions.flatMap(({ resources }) => resources),
    };
  };
  expect(make(1).ids).toEqual(make(-1).ids);
  expect(make(1).ids.join()).toContain('bucket-releases');
  expect(make(1).resources).toContain('bucket releases');
});

test('two buckets of two stacks with one text are two values', () => {
  const stacks = ['One', 'Two'].map((id) => new Stack(new CdkApp(), id, { env: ENV }));
  const texts = stacks.map((stack) => {
    const bucket = new Bucket(stack, 'Bucket').bucketName;
    const permissions = new AwsPermissions(stack, 'P', {
      connections: [Connection.awsS3({ buckets: [bucket] })],
      profile: Profile.RECOMMENDED,
      assumedBy: ecsTasks(stack),
    });
    return JSON.stringify(permissions.toReview().permissions.map(({ resources }) => resources));
  });
  expect(texts[0]).toContain('One/Bucket/Resource.Ref');
  expect(texts[1]).toContain('Two/Bucket/Resource.Ref');
});

test('roles are granted in several projects, each by a connection of its own', () => {
  const resources = synthesize((stack) => {
    new GooglePermissions(stack, 'p', {
      name: 'delegate',
      project: 'acme-prod',
      connections: [
        Connection.gcp({ machines: [], gke: 'developer', secrets: ['token'] }),
        Connection.gcp({ name: 'data', machines: [], gke: 'developer', project: 'acme-data', secrets: ['token'] }),
      ],
      profile: Profile.RECOMMENDED,
    });
  });
  const projects = (type: string): unknown[] =>
    Object.values(resources[type]!)
      .map(({ project }) => project)
      .sort();
  expect(projects('google_project_iam_member')).toEqual(['acme-data', 'acme-prod']);
  expect(projects('google_secret_manager_secret_iam_member')).toEqual(['acme-data', 'acme-prod']);
});
