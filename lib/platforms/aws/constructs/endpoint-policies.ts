import type { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { policyStatements } from './render-policy';
import { servicesOfAction } from '../../../catalog/aws-endpoints';
import { placeOfArn, type Permission, type Plan } from '../../../plan';
import { bySid } from '../policies';

/**
 * Policies of VPC endpoints. A request without a principal of an account must stay possible where it is needed: STS takes
 * tokens of identity providers, and S3 the signed addresses of ECR.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html
 */

export type EndpointPolicies = 'accounts' | 'list' | 'none';

interface Context {
  readonly plan: Plan;
  readonly accounts: readonly string[];
  readonly stack: Stack;
}

/** Statements of the policy of an endpoint; none for AWS's own, which allows everything. */
export function endpointPolicy(service: string, kind: EndpointPolicies, context: Context): PolicyStatement[] {
  if (kind === 'none' || (kind === 'accounts' && service === 's3')) {
    return [];
  }
  const { plan, accounts, stack } = context;
  const inAccounts = { StringEquals: { 'aws:PrincipalAccount': accounts } };
  const own = kind === 'list' ? statementsOf(service, plan.permissions) : [];
  if (kind === 'list' && own.length === 0 && !['sts', 's3'].includes(service)) {
    return [nothing()];
  }
  const allowed =
    kind === 'list' ? policyStatements(stack, bySid(own)) : [new PolicyStatement({ actions: ['*'], resources: ['*'] })];
  return [
    ...allowed.map((statement) => {
      statement.addAnyPrincipal();
      statement.addConditions(inAccounts);
      return statement;
    }),
    ...(service === 'sts' ? [webIdentity(accounts), ...(kind === 'list' ? [whoAmI(inAccounts)] : [])] : []),
    ...(service === 's3' ? [layersOfImages(stack)] : []),
  ];
}

/** Accounts of the stack and of the roles that the plan assumes: what an assumed role calls comes from its own account. */
export function accountsOf(plan: Plan, own: string): string[] {
  const assumed = plan.permissions
    .filter(({ actions }) => actions.includes('sts:AssumeRole'))
    .flatMap(({ resources }) => resources.flatMap((arn) => placeOfArn(arn)?.account ?? []));
  const others = [...assumed, ...plan.targets.map(({ account }) => account)].filter((account) => account !== '');
  return [...new Set([own, ...others.sort()])];
}

/** Statements of a plan whose actions are of this service. */
function statementsOf(service: string, permissions: readonly Permission[]): Permission[] {
  return permissions.flatMap((permission) => {
    const actions = permission.actions.filter((action) => servicesOfAction(action).includes(service));
    return permission.kind === 'statement' && actions.length > 0 ? [{ ...permission, actions }] : [];
  });
}

/** A token of an identity provider comes from no principal of an account; the role that it asks for is of one. */
function webIdentity(accounts: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['sts:AssumeRoleWithWebIdentity'],
    resources: ['*'],
    principals: [new AnyPrincipal()],
    conditions: { StringEquals: { 'aws:ResourceAccount': accounts } },
  });
}

/** A service of the list of which no permission is planned. */
function nothing(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: ['*'],
    resources: ['*'],
    principals: [new AnyPrincipal()],
  });
}

/** Needs no permission of the role, and is what a client asks first. */
function whoAmI(conditions: Record<string, unknown>): PolicyStatement {
  return new PolicyStatement({
    actions: ['sts:GetCallerIdentity'],
    resources: ['*'],
    principals: [new AnyPrincipal()],
    conditions,
  });
}

/** The bucket from which ECR gives out layers, by signed addresses. awsdocs/amazon-ecr-user-guide:doc_source/vpc-endpoints.md@04735f3f */
function layersOfImages({ partition, region }: Stack): PolicyStatement {
  return new PolicyStatement({
    actions: ['s3:GetObject'],
    resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
    principals: [new AnyPrincipal()],
  });
}
