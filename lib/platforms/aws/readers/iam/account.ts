import { statementsOf } from './document';
import { awsPolicyOf, BOUNDARY, managedPolicy, type RoleSource } from './role-source';
import {
  brief,
  fieldsOf,
  isFields,
  objectsIn,
  type Collector,
  type Fields,
  type Permitted,
  type TemplateFile,
} from '../../../../platform/template';

/** Answers of `aws iam get-account-authorization-details`: the roles and policies of an account. */

export function isAccountAnswer(value: unknown): boolean {
  return isFields(value) && Array.isArray(value.RoleDetailList);
}

export class AccountRoles implements RoleSource {
  public readonly names: readonly string[];
  private readonly roles: readonly Fields[];
  private readonly policies: ReadonlyMap<string, Fields>;

  public constructor(
    files: readonly TemplateFile[],
    private readonly collector: Collector,
  ) {
    const answers = files.map(({ value }) => fieldsOf(value));
    answers
      .filter(({ IsTruncated: isTruncated }) => isTruncated === true)
      .forEach(() => collector.mayAllow('IsTruncated', 'the answer is not complete: ask for the rest'));
    this.roles = answers.flatMap(({ RoleDetailList: roles }) => objectsIn(roles));
    this.policies = new Map(
      answers.flatMap(({ Policies: all }) => objectsIn(all).map((policy) => [String(policy.Arn), policy])),
    );
    this.names = this.roles.map(({ RoleName: name }) => String(name));
  }

  public aliasesOf(name: string): readonly string[] {
    return this.roles.flatMap(({ RoleName: own, Arn: arn }) => (own === name && typeof arn === 'string' ? [arn] : []));
  }

  public accountOf(name: string): string | undefined {
    const [arn = ''] = this.aliasesOf(name);
    return /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1];
  }

  public read(name: string): Permitted[] {
    return this.roles.filter(({ RoleName: own }) => own === name).flatMap((role) => this.ofRole(role, name));
  }

  private ofRole(role: Fields, name: string): Permitted[] {
    if (isFields(role.PermissionsBoundary)) {
      this.collector.mayAllow(name, BOUNDARY);
    }
    const inline = objectsIn(role.RolePolicyList).flatMap(({ PolicyName: policy, PolicyDocument: document }) =>
      this.ofDocument(document, `${name}.${String(policy)}`),
    );
    const attached = objectsIn(role.AttachedManagedPolicies).flatMap(({ PolicyArn: arn }) =>
      this.ofAttached(arn, name),
    );
    return [...inline, ...attached];
  }

  private ofAttached(arn: unknown, name: string): Permitted[] {
    const text = typeof arn === 'string' ? arn : undefined;
    const own = awsPolicyOf(text);
    if (own !== undefined) {
      return [managedPolicy(`${name}.AttachedManagedPolicies`, own, true)];
    }
    const versions = objectsIn(fieldsOf(this.policies.get(text ?? '')).PolicyVersionList);
    const current = versions.find(({ IsDefaultVersion: isDefault }) => isDefault === true);
    if (current === undefined) {
      this.collector.mayAllow(name, `the policy ${brief(arn)} is not in the answer`);
      return [];
    }
    return this.ofDocument(current.Document, text!);
  }

  private ofDocument(document: unknown, where: string): Permitted[] {
    const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    return statementsOf(document, { where, isCertain: true, textOf }, this.collector);
  }
}
