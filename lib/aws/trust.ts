import { Stack } from 'aws-cdk-lib';
import { Role, type IRole } from 'aws-cdk-lib/aws-iam';

interface TrustStatement {
  readonly Principal?: { readonly Service?: unknown };
  readonly Condition?: unknown;
}

/** An instance profile is bound to an instance of its own account; EC2 offers no such condition. */
const BOUND_TO_ITS_ACCOUNT = /^ec2\.amazonaws\.com(\.cn)?$/;

/** Services that may assume a role of this app without any condition, the known way to a confused deputy. */
export function unconditionedServices(role: IRole | undefined): string[] {
  if (role === undefined || !Role.isRole(role)) {
    return [];
  }
  const document = Stack.of(role).resolve(role.assumeRolePolicy?.toJSON()) as
    { readonly Statement?: readonly TrustStatement[] } | undefined;
  const open = (document?.Statement ?? []).filter(
    ({ Condition, Principal }) => Condition === undefined && Principal?.Service !== undefined,
  );
  const services = open
    .flatMap(({ Principal }) => Principal!.Service)
    .flat()
    .filter((service): service is string => typeof service === 'string');
  return [...new Set(services)].filter((service) => !BOUND_TO_ITS_ACCOUNT.test(service)).sort();
}
