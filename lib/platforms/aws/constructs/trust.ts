import { Stack } from 'aws-cdk-lib';
import { Role, type IRole } from 'aws-cdk-lib/aws-iam';

interface TrustStatement {
  readonly Principal?: '*' | Readonly<Record<string, unknown>>;
  readonly Condition?: unknown;
}

/** An instance profile is bound to an instance of its own account; EC2 offers no such condition. */
const BOUND_TO_ITS_ACCOUNT = /^ec2\.amazonaws\.com(\.cn)?$/;
const ANYONE = 'anyone';

/**
 * Principals that may assume a role of this app without a condition: services (the confused deputy), identity providers
 * (with any token), everyone. A named role or account needs no condition.
 */
export function unconditionedPrincipals(role: IRole | undefined): string[] {
  if (role === undefined || !Role.isRole(role)) {
    return [];
  }
  const document = Stack.of(role).resolve(role.assumeRolePolicy?.toJSON()) as
    { readonly Statement?: readonly TrustStatement[] } | undefined;
  const open = (document?.Statement ?? []).filter(({ Condition }) => Condition === undefined);
  return [...new Set(open.flatMap(({ Principal }) => principalsOf(Principal)))].sort();
}

function principalsOf(principal: TrustStatement['Principal']): string[] {
  const { Service, Federated, AWS } = typeof principal === 'string' ? { AWS: principal } : (principal ?? {});
  return [
    ...texts(Service).filter((service) => !BOUND_TO_ITS_ACCOUNT.test(service)),
    ...texts(Federated),
    ...(texts(AWS).includes('*') ? [ANYONE] : []),
  ];
}

function texts(value: unknown): string[] {
  const entries = value === undefined ? [] : [value].flat();
  return entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
}
