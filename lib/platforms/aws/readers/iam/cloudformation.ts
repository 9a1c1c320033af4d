import { statementsOf } from './document';
import { awsPolicyOf, BOUNDARY, managedPolicy, type RoleSource } from './role-source';
import { brief, isFields, listOf, Collector, type Permitted, type TemplateFile } from '../../../../platform/template';
import { resourcesOf, type Resource } from '../cloudformation-resources';
import { computedKeys } from '../cloudformation-values';

/** Roles of CloudFormation templates, with the policies that name them. */

const ROLE = 'AWS::IAM::Role';
const ATTACHED = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::RolePolicy'];

/** Values that CloudFormation fills, as this library writes them. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': '{account}',
  'AWS::Partition': '{partition}',
  'AWS::Region': '{region}',
  'AWS::URLSuffix': '{dnsSuffix}',
};

export class CloudFormationRoles implements RoleSource {
  public readonly names: readonly string[];
  private readonly roles: readonly Resource[];
  private readonly policies: readonly Resource[];

  public constructor(
    files: readonly TemplateFile[],
    private readonly collector: Collector,
  ) {
    // The groups of the same files have reported what cannot be read.
    const resources = resourcesOf(files, new Collector());
    this.roles = resources.filter(({ type }) => type === ROLE);
    this.policies = resources.filter(({ type }) => ATTACHED.includes(type));
    const elsewhere = this.policies.flatMap((policy) =>
      rolesOf(policy).flatMap((role) => (typeof role === 'string' ? [role] : [])),
    );
    const known = new Set(this.roles.flatMap(({ id }) => [id, ...this.aliasesOf(id)]));
    this.names = [...new Set([...this.roles.map(({ id }) => id), ...elsewhere.filter((name) => !known.has(name))])];
  }

  public aliasesOf(name: string): readonly string[] {
    return this.roles.flatMap(({ id, logicalId, properties: { RoleName: own } }) =>
      id === name ? [logicalId, ...(typeof own === 'string' ? [own] : [])] : [],
    );
  }

  public read(name: string): Permitted[] {
    const role = this.roles.find(({ id }) => id === name);
    if (role === undefined) {
      this.collector.mayAllow(name, 'the role is made elsewhere: what else it may do is not in the template');
    }
    const attached = this.policies.flatMap((policy) => {
      const is = rolesOf(policy).map((value) => this.isRole(value, policy, name));
      return is.includes(true) || is.includes(undefined) ? this.ofPolicy(policy, is.includes(true)) : [];
    });
    return [...(role === undefined ? [] : this.ofRole(role)), ...attached];
  }

  /** `undefined` when only the deployment knows. */
  private isRole(value: unknown, { file, values }: Resource, name: string): boolean | undefined {
    const resolved = values.resolve(value);
    if (typeof resolved === 'string') {
      return resolved === name || this.aliasesOf(name).includes(resolved);
    }
    const ref = isFields(resolved) ? resolved.Ref : undefined;
    const own = this.roles.find((role) => role.file === file && role.logicalId === ref);
    return own === undefined ? undefined : own.id === name;
  }

  private ofRole(role: Resource): Permitted[] {
    const { id, properties } = role;
    const [computed] = computedKeys(properties);
    if (computed !== undefined) {
      this.collector.mayAllow(id, `its properties come from ${brief(computed)}`);
      return [];
    }
    const { Policies: inline, ManagedPolicyArns: arns, PermissionsBoundary: boundary } = properties;
    if (role.values.resolve(boundary) !== undefined) {
      this.collector.mayAllow(id, BOUNDARY);
    }
    const isCertain = role.condition === undefined;
    return [
      ...listOf(inline).flatMap((policy, i) =>
        this.ofDocument(isFields(policy) ? policy.PolicyDocument : policy, role, `${id}.Policies[${i}]`, isCertain),
      ),
      ...this.ofArns(arns, role, isCertain),
    ];
  }

  private ofArns(arns: unknown, role: Resource, isCertain: boolean): Permitted[] {
    if (isFields(arns)) {
      this.collector.mayAllow(role.id, `its managed policies are ${brief(arns)}`);
      return [];
    }
    return listOf(arns).flatMap((value) => {
      const where = `${role.id}.ManagedPolicyArns`;
      const own = awsPolicyOf(textOf(value, role));
      const ref = isFields(value) ? value.Ref : undefined;
      const policy = this.policies.find(({ file, logicalId }) => file === role.file && logicalId === ref);
      if (own !== undefined) {
        return [managedPolicy(where, own, isCertain)];
      }
      if (policy !== undefined) {
        return this.ofPolicy(policy, isCertain);
      }
      this.collector.mayAllow(where, `the policy ${brief(value)} is not in the template`);
      return [];
    });
  }

  private ofPolicy(policy: Resource, isAttached: boolean): Permitted[] {
    const { id, properties, condition } = policy;
    const isCertain = isAttached && condition === undefined && computedKeys(properties).length === 0;
    return this.ofDocument(properties.PolicyDocument, policy, id, isCertain);
  }

  private ofDocument(document: unknown, of: Resource, where: string, isCertain: boolean): Permitted[] {
    return statementsOf(document, { where, isCertain, textOf: (value) => textOf(value, of) }, this.collector);
  }
}

function rolesOf({ properties: { Roles: roles, RoleName: name } }: Resource): readonly unknown[] {
  return [...listOf(roles), ...listOf(name)];
}

/** A text with the values of the stack as placeholders; `undefined` when it has other parts that only the deployment knows. */
function textOf(given: unknown, { values }: Pick<Resource, 'values'>): string | undefined {
  const value = values.resolve(given);
  if (typeof value === 'string' || !isFields(value)) {
    return typeof value === 'string' ? value : undefined;
  }
  const { 'Ref': ref, 'Fn::Join': join, 'Fn::Sub': sub } = value;
  if (typeof ref === 'string') {
    return PSEUDO[ref];
  }
  if (Array.isArray(join)) {
    const [separator, parts] = join as readonly unknown[];
    const texts = listOf(parts).map((part) => textOf(part, { values }));
    return typeof separator === 'string' && !texts.includes(undefined) ? texts.join(separator) : undefined;
  }
  return typeof sub === 'string' ? substituted(sub, values) : undefined;
}

function substituted(text: string, values: Resource['values']): string | undefined {
  let isKnown = true;
  const filled = text.replace(/\$\{([^!][^}]*)\}/g, (_, name: string) => {
    const value = textOf({ Ref: name }, { values });
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? filled.replace(/\$\{!/g, '${') : undefined;
}
