import { on, type Scope } from '../scope';
import type {
  AsgScope,
  AssumeRoleTarget,
  BlueGreenScope,
  BucketAccess,
  BucketScope,
  CodeDeployApplicationScope,
  EcrRepositoryScope,
  EcsStrategy,
} from './aws';
import type { Values } from './common';

/** What the props of the AWS rows mean to the catalogue's templates. */

function list<T>(value: unknown): readonly T[] {
  return (value as readonly T[] | undefined) ?? [];
}

function describeRegions(values: Values): Set<string> {
  return new Set(on({ describeRegions: values.describeRegions !== false }));
}

function common(values: Values): Record<string, readonly string[]> {
  return values.regions === undefined ? {} : { region: [...new Set(list<string>(values.regions))].sort() };
}

function bucketFlags(values: Values): string[] {
  return on({ objectVersions: values.objectVersions !== false, allowDelete: values.allowDelete === true });
}

function bucketItems(buckets: readonly BucketScope[], values: Values): Scope['items'] {
  const fallback = (values.access as BucketAccess | undefined) ?? 'read';
  const keys = new Map<string, BucketAccess>();
  for (const bucket of buckets) {
    const access = bucket.access ?? fallback;
    for (const kmsKey of bucket.kmsKeys ?? list<string>(values.kmsKeys)) {
      keys.set(kmsKey, keys.get(kmsKey) === undefined || keys.get(kmsKey) === 'read' ? access : keys.get(kmsKey)!);
    }
  }
  return {
    buckets: buckets.map(({ name, access, prefix }) => ({
      bucket: name,
      access: access ?? fallback,
      prefix: prefix === undefined || prefix.endsWith('/') ? (prefix ?? '') : `${prefix}/`,
      prefixed: prefix === undefined ? 'no' : 'yes',
    })),
    kmsKeys: [...keys].map(([kmsKey, access]) => ({ kmsKey, access })),
  };
}

export function cloudScope(values: Values): Partial<Scope> {
  const roles = list<AssumeRoleTarget>(values.assumeRoles).map(({ role }) => role);
  return { flags: describeRegions(values), values: { ...common(values), assumeRoleArn: roles } };
}

/** Names of buckets that are literal; a wildcard stands for the others. */
export function bucketHosts(values: Values): Record<string, readonly string[]> {
  const names = list<BucketScope>(values.buckets).map(({ name }) => name);
  const literal = names.filter((name) => !name.includes('$') && !name.includes('.'));
  return literal.length === 0 ? {} : { bucket: literal };
}

export function s3Scope(values: Values): Partial<Scope> {
  return {
    flags: new Set([
      ...describeRegions(values),
      ...bucketFlags(values),
      ...on({ listAllBuckets: values.listAllBuckets === true }),
    ]),
    values: common(values),
    items: bucketItems(list(values.buckets), values),
  };
}

export function codeDeployScope(values: Values): Partial<Scope> {
  const applications = list<CodeDeployApplicationScope>(values.applications);
  return {
    flags: new Set([
      ...describeRegions(values),
      ...bucketFlags(values),
      ...on({
        listForUi: values.listForUi !== false,
        describeInstances: values.describeInstances !== false,
        deploymentTargets: values.deploymentTargets === true,
      }),
    ]),
    values: {
      ...common(values),
      deploymentConfig: (values.deploymentConfigs as string[] | undefined) ?? ['CodeDeployDefault.*'],
    },
    items: {
      ...bucketItems(list(values.revisionBuckets), values),
      applications: applications.map(({ name }) => ({ application: name })),
      deploymentGroups: applications.flatMap(({ name, deploymentGroups }) =>
        (deploymentGroups ?? ['*']).map((deploymentGroup) => ({ application: name, deploymentGroup })),
      ),
    },
  };
}

export function ec2Scope(values: Values): Partial<Scope> {
  const asg = values.asg as AsgScope | undefined;
  const discovery = on({ discovery: values.discovery !== false });
  if (asg === undefined) {
    return { flags: new Set([...describeRegions(values), ...discovery]), values: common(values) };
  }
  const any = ['*'];
  return {
    flags: new Set([
      ...describeRegions(values),
      ...discovery,
      ...on({
        asg: true,
        asgTagged: asg.launchTemplateTag !== undefined,
        asgUntagged: asg.launchTemplateTag === undefined,
        asgTagOnCreate: asg.tagOnCreate ?? asg.launchTemplateTag !== undefined,
        asgTemplateOnly: asg.requireLaunchTemplate !== false,
        asgAnyLaunch: asg.requireLaunchTemplate === false,
        createServiceLinkedRole: asg.createServiceLinkedRole,
      }),
    ]),
    values: {
      ...common(values),
      asgName: asg.names,
      subnetId: asg.subnets ?? any,
      securityGroupId: asg.securityGroups ?? any,
      imageId: asg.images ?? any,
      keyName: asg.keyNames ?? any,
      instanceRoleArn: asg.instanceRoles ?? [],
      hookRoleArn: asg.hookRoles ?? [],
      listenerArn: asg.listeners ?? [],
      listenerRuleArn: asg.listenerRules ?? [],
      ...(asg.launchTemplateTag === undefined
        ? {}
        : { tagKey: [asg.launchTemplateTag.key], tagValue: [asg.launchTemplateTag.value] }),
    },
  };
}

export function ecsScope(values: Values): Partial<Scope> {
  const services = (values.services as string[] | undefined) ?? ['*'];
  const strategies = (values.strategies as EcsStrategy[] | undefined) ?? ['rolling'];
  const named = !services.includes('*');
  const blueGreen = strategies.includes('blueGreen') || values.blueGreen !== undefined;
  const targets = (values.blueGreen ?? {}) as BlueGreenScope;
  return {
    flags: new Set([
      ...describeRegions(values),
      ...on({
        canary: named && strategies.includes('canary'),
        numbered: named && (blueGreen || strategies.includes('basic')),
        blueGreen,
        tagOnCreate: (values.tagOnCreate as boolean | undefined) ?? blueGreen,
        ...Object.fromEntries(
          [
            'scaling',
            'runTask',
            'listEcrRepositories',
            'containerInstances',
            'listRoles',
            'createServiceLinkedRoles',
          ].map((name) => [name, values[name] === true]),
        ),
      }),
    ]),
    values: {
      ...common(values),
      cluster: list<string>(values.clusters),
      service: named ? services : ['*'],
      taskFamily: (values.taskFamilies as string[] | undefined) ?? ['*'],
      passRoleArn: list<string>(values.passRoles),
      listenerArn: targets.listeners ?? [],
      listenerRuleArn: targets.listenerRules ?? [],
    },
    items: {
      ecrRepositories: list<EcrRepositoryScope>(values.ecrRepositories).map(({ name, account }) => ({
        repository: name,
        repositoryAccount: account ?? '{account}',
      })),
    },
  };
}
