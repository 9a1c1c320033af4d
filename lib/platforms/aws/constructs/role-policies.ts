import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, ManagedPolicy, PolicyDocument, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AccessError } from '../../../base';
import type { Finding, Permission, Plan } from '../../../plan';
import { checkQuota, refuse } from '../../../platform';
import { statementKeys } from '../merge-statements';
import { bySid, managedPolicies, policyGroups, type PolicyGroup } from '../policies';
import { parseAwsQuotas, type AwsQuotas } from '../quotas';
import { tooManyAttachments } from './attachments';
import { managedOn, wildcards } from './nag';
import { policyStatements } from './render-policy';
import type { Properties } from './rendered';
import { isOwnRole } from './role-checks';
import { addReasons } from './toolkit';
import { unplannedPermissions } from './unplanned-permissions';

/** An immutable field of a policy is a constant: changing it would replace the policy. */
const POLICY_DESCRIPTION = 'What a Harness Delegate may do for one of its connections';

export interface RolePoliciesOptions {
  /** The AWS managed policies of an imported role are attached by hand. */
  readonly attachedByHand?: boolean;
  readonly quotas?: AwsQuotas;
  /** Managed policies that an imported role has already. */
  readonly existingAttachments?: number;
}

/** Policies that grant permissions of a plan to one role, and what the finished app makes of them. */
export class RolePolicies {
  /** AWS managed policies to attach by hand, by ARN. */
  public readonly byHand: readonly string[];
  private readonly statements: Properties[] = [];
  private readonly policies = new Map<CfnManagedPolicy, ReadonlyMap<string, Permission>>();
  private readonly managed: readonly string[];

  /**
   * @param scope in which the policies are made
   * @throws AccessError `ImportedRoleManagedPolicies`, `PolicyTooLarge`, `QuotaExceeded`, `InvalidQuota`
   */
  public constructor(
    private readonly scope: Construct,
    private readonly plan: Plan,
    private readonly role: IRole,
    granted: readonly Permission[],
    options: RolePoliciesOptions,
  ) {
    this.managed = managedPolicies(granted);
    this.byHand = attachManaged(role, this.managed, options);
    const { policiesPerRole } = parseAwsQuotas(options.quotas);
    const groups = policyGroups(granted, policiesPerRole);
    checkAttachments(groups.length + this.managed.length, options, policiesPerRole);
    groups.forEach((group) => this.createPolicy(group));
    scope.node.addValidation({ validate: () => tooManyAttachments(role, scope.node.root, policiesPerRole) });
  }

  /** Wildcards and managed policies for which the plan has a reason. */
  public forNag(): ReturnType<typeof wildcards> {
    const resource = this.role.node.defaultChild;
    return [
      ...wildcards(this.policies),
      ...(CfnResource.isCfnResource(resource) ? managedOn(resource, this.plan) : []),
    ];
  }

  /** Findings of the finished app: what the role may do that is not in the plan. */
  public unplanned(): Finding[] {
    const planned = { statements: this.statements, managed: [...this.managed] };
    return unplannedPermissions(this.role, this.scope.node.root, planned);
  }

  private createPolicy({ id, statements }: PolicyGroup): void {
    const stack = Stack.of(this.scope);
    const named = bySid(statements);
    const policy = new ManagedPolicy(this.scope, id, {
      description: POLICY_DESCRIPTION,
      statements: policyStatements(stack, named),
      roles: [this.role],
    });
    const resource = policy.node.defaultChild;
    if (!(resource instanceof CfnManagedPolicy)) {
      throw AccessError.of(
        'PolicyNotCreated',
        `the policy of ${id} was not created: another part of the app replaces policies; set a \`role\` that can be changed`,
      );
    }
    const reasons = [...named].map(([sid, statement]) => [sid, statementKeys(statement)] as const);
    addReasons(resource, [this.plan], Object.fromEntries(reasons));
    this.policies.set(resource, named);
    const document = new PolicyDocument({ statements: policyStatements(stack, named) });
    this.statements.push(...(stack.resolve(document) as { Statement: Properties[] }).Statement);
  }
}

/** Attaches the AWS managed policies to a role of this app; returns the ARNs for an imported one. */
function attachManaged(role: IRole, policies: readonly string[], { attachedByHand }: RolePoliciesOptions): string[] {
  if (policies.length === 0 || isOwnRole(role)) {
    policies.forEach((policy) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(policy)));
    return [];
  }
  const arns = policies.map((policy) => `arn:aws:iam::aws:policy/${policy}`);
  refuse({
    when: attachedByHand !== true,
    code: 'ImportedRoleManagedPolicies',
    message: `AWS managed policies cannot be attached to an imported \`role\`; attach ${arns.join(', ')} by hand and set \`attachedByHand: true\`, or choose \`Profile.RECOMMENDED\``,
  });
  return arns;
}

/** Counts the managed policies of the role, with those that it has already. @throws AccessError `QuotaExceeded`, `InvalidQuota` */
function checkAttachments(count: number, { existingAttachments = 0 }: RolePoliciesOptions, limit: number): void {
  if (existingAttachments !== 0) {
    checkQuota('existingAttachments', existingAttachments);
  }
  if (count + existingAttachments > limit) {
    throw AccessError.of(
      'QuotaExceeded',
      `the role would have ${count + existingAttachments} managed policies (${count} of this plan), more than the limit of ${limit}; put fewer connections on one delegate, or raise \`quotas.policiesPerRole\` after AWS raised it`,
    );
  }
}
