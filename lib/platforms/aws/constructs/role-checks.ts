import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Role, type IPrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { show } from '../../../base';
import { refuse } from '../../../platform';

/** Roles that policies cannot be added to; the CDK drops them silently and reports success. */

const ANOTHER_ROLE = 'set a role of this account that can be changed, or `assumedBy` for a new role';

/** @throws AccessError `InvalidRole`, `CrossAccountRole`, `ImmutableRole` */
export function checkRole(scope: Construct, role: IRole): void {
  refuse({
    when: !Construct.isConstruct(role) || typeof (role as Partial<IRole>).roleArn !== 'string',
    code: 'InvalidRole',
    message: `\`role\` must be a role of the CDK, such as \`iam.Role.fromRoleArn(…)\`, got ${show(role)}`,
  });
  const [own, theirs] = [Stack.of(scope).account, role.env.account];
  refuse(
    {
      when: Token.compareStrings(theirs, own) === TokenComparison.DIFFERENT,
      code: 'CrossAccountRole',
      message: `\`role\` is in account ${theirs}, this stack in ${own}: policies cannot be attached across accounts; ${ANOTHER_ROLE}`,
    },
    {
      when: isImmutable(role),
      code: 'ImmutableRole',
      message: `\`role\` was imported with \`mutable: false\` or has no policy updates, so everything added to it is dropped; ${ANOTHER_ROLE}`,
    },
  );
}

/** @throws AccessError `InvalidPrincipal` */
export function checkPrincipal(principal: unknown): void {
  const { assumeRoleAction, policyFragment } = (principal ?? {}) as Partial<IPrincipal>;
  refuse({
    when: typeof principal !== 'object' || typeof assumeRoleAction !== 'string' || policyFragment === undefined,
    code: 'InvalidPrincipal',
    message: `\`assumedBy\` must be a principal of the CDK, such as \`new iam.ServicePrincipal('ecs-tasks.amazonaws.com')\`, got ${show(principal)}`,
  });
}

/** True for a role that this app creates, or creates when it is first used. */
export function isOwnRole(role: IRole): boolean {
  return Role.isRole(role) || role.constructor.name.startsWith('LazyRole');
}

/** The CDK's immutable role wraps another one; no public test for it exists. */
function isImmutable(role: IRole): boolean {
  return role.constructor.name.startsWith('ImmutableRole') || ('addGrantsToResources' in role && 'role' in role);
}
