import { statementsOf } from './document';
import { awsPolicyOf, BOUNDARY, managedPolicy, type RoleSource } from './role-source';
import {
  brief,
  fieldsOf,
  isAfterApply,
  isRepeated,
  isUnset,
  listOf,
  objectsIn,
  type Collector,
  type Fields,
  type Permitted,
  type TerraformIndex,
  type TerraformResource,
} from '../../../../platform/template';

/** Roles of Terraform, with the policies that are attached to them. */

const ROLE = 'aws_iam_role';
const ATTACHMENTS = [
  'aws_iam_role_policy_attachment',
  'aws_iam_policy_attachment',
  'aws_iam_role_policy_attachments_exclusive',
];
const INLINE = ['aws_iam_role_policy', 'aws_iam_role_policies_exclusive'];

export class TerraformRoles implements RoleSource {
  public readonly names: readonly string[];
  private readonly roles: readonly TerraformResource[];

  public constructor(
    private readonly index: TerraformIndex,
    private readonly collector: Collector,
  ) {
    this.roles = index.resources.filter(({ type }) => type === ROLE);
    const known = new Set(this.roles.flatMap(({ address }) => [address, ...this.aliasesOf(address)]));
    const elsewhere = this.given().flatMap((resource) =>
      rolesOf(resource).filter((role): role is string => typeof role === 'string' && !role.includes('${')),
    );
    this.names = [
      ...new Set([...this.roles.map(({ address }) => address), ...elsewhere.filter((name) => !known.has(name))]),
    ];
  }

  public aliasesOf(name: string): readonly string[] {
    return this.roles.flatMap(({ address, values: { name: own, arn } }) =>
      address === name
        ? [own, arn].filter((alias): alias is string => typeof alias === 'string' && !alias.includes('${'))
        : [],
    );
  }

  public accountOf(name: string): string | undefined {
    const arns = this.aliasesOf(name).flatMap((alias) => /^arn:[^:]*:iam::(\d{12}):/.exec(alias)?.[1] ?? []);
    return arns[0];
  }

  public read(name: string): Permitted[] {
    const role = this.roles.find(({ address }) => address === name);
    if (role === undefined) {
      this.collector.mayAllow(name, 'the role is made elsewhere: what else it may do is not in the files');
    }
    const given = this.given().flatMap((resource) => {
      const is = rolesOf(resource).map((value) => this.isRole(value, resource, name));
      return is.includes(true) || is.includes(undefined) ? this.ofGiven(resource, is.includes(true)) : [];
    });
    return [...(role === undefined ? [] : this.ofRole(role)), ...given];
  }

  private given(): TerraformResource[] {
    return this.index.resources.filter(({ type }) => [...ATTACHMENTS, ...INLINE].includes(type));
  }

  /** `undefined` when only the deployment knows. */
  private isRole(value: unknown, from: TerraformResource, name: string): boolean | undefined {
    const referred = this.index.referred(value, from);
    if (referred !== undefined) {
      return referred.resource?.type === ROLE ? referred.address === name : undefined;
    }
    return typeof value === 'string' && !value.includes('${')
      ? value === name || this.aliasesOf(name).includes(value)
      : undefined;
  }

  private ofRole(role: TerraformResource): Permitted[] {
    const { address, values } = role;
    const { inline_policy: inline, managed_policy_arns: arns, permissions_boundary: boundary } = values;
    if (!isUnset(boundary)) {
      this.collector.mayAllow(address, BOUNDARY);
    }
    this.reportDoubts(role);
    return [
      ...listOf(isComputed(inline) ? undefined : inline).flatMap((policy, i) =>
        isUnset(fieldsOf(policy).policy) && isUnset(fieldsOf(policy).name)
          ? []
          : this.ofDocument(fieldsOf(policy).policy, role, `${address}.inline_policy[${i}]`, true),
      ),
      ...listOf(isComputed(arns) ? undefined : arns).flatMap((arn) =>
        this.ofArn(arn, role, `${address}.managed_policy_arns`, true),
      ),
    ];
  }

  private ofGiven(resource: TerraformResource, isCertain: boolean): Permitted[] {
    const { type, address, values } = resource;
    this.reportDoubts(resource);
    if (type === 'aws_iam_role_policy') {
      return this.ofDocument(values.policy, resource, address, isCertain);
    }
    return INLINE.includes(type)
      ? []
      : [...listOf(values.policy_arn), ...listOf(values.policy_arns)].flatMap((arn) =>
          this.ofArn(arn, resource, address, isCertain),
        );
  }

  private ofArn(arn: unknown, from: TerraformResource, where: string, isCertain: boolean): Permitted[] {
    const own = awsPolicyOf(typeof arn === 'string' ? arn : undefined);
    if (own !== undefined) {
      return [managedPolicy(where, own, isCertain)];
    }
    const { resource } = this.index.referred(arn, from) ?? { resource: this.byArn(arn) };
    const { name, arn: known } = resource?.values ?? {};
    if (resource?.address.includes('data.') === true) {
      const policy = awsPolicyOf(
        typeof known === 'string' ? known : `arn:aws:iam::aws:policy/${typeof name === 'string' ? name : ''}`,
      );
      // A data source by name is of AWS, or of the account.
      if (policy !== undefined && typeof known === 'string') {
        return [managedPolicy(where, policy, isCertain)];
      }
    }
    if (resource?.type === 'aws_iam_policy') {
      this.reportDoubts(resource);
      return this.ofDocument(resource.values.policy, resource, resource.address, isCertain && !isRepeated(resource));
    }
    this.collector.mayAllow(where, `the policy ${brief(arn)} is not in the files`);
    return [];
  }

  private byArn(arn: unknown): TerraformResource | undefined {
    return this.index.resources.find(
      ({ type, values }) => type === 'aws_iam_policy' && typeof arn === 'string' && values.arn === arn,
    );
  }

  private ofDocument(document: unknown, from: TerraformResource, where: string, isCertain: boolean): Permitted[] {
    const data = this.index.referred(document, from)?.resource;
    const value = data?.type === 'aws_iam_policy_document' ? documentOf(data.values) : document;
    const textOf = (text: unknown): string | undefined =>
      typeof text === 'string' &&
      (!text.includes('${') || typeof document === 'string') &&
      !isExpression(text, document)
        ? text
        : undefined;
    return statementsOf(value, { where, isCertain, textOf }, this.collector);
  }

  private reportDoubts(resource: TerraformResource): void {
    if (resource.doubt !== undefined) {
      this.collector.mayAllow(resource.address, resource.doubt);
    }
    if (isRepeated(resource)) {
      this.collector.mayAllow(resource.address, 'how many there are is known only to Terraform');
    }
  }
}

/** An expression of Terraform; in the text of a policy, `${…}` is a variable of IAM. */
function isExpression(text: string, document: unknown): boolean {
  return text.includes('${') && typeof document === 'string' && document.startsWith('${');
}

function isComputed(value: unknown): boolean {
  return isAfterApply(value) && (value as { readonly unknown?: string }).unknown === 'computed by the provider';
}

function rolesOf({ values: { role, roles, role_name: name } }: TerraformResource): readonly unknown[] {
  return [...listOf(role), ...listOf(roles), ...listOf(name)];
}

/** `aws_iam_policy_document` in the words of a policy: its own `json` where it is known, or its statements. */
function documentOf(values: Fields): unknown {
  if (typeof values.json === 'string' && !values.json.includes('${')) {
    return values.json;
  }
  const others = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'];
  return others.some((name) => !isUnset(values[name]))
    ? undefined
    : { Statement: objectsIn(values.statement).map(statementOf) };
}

function statementOf(statement: Fields): Fields {
  const {
    sid,
    effect,
    actions,
    not_actions: notActions,
    resources,
    not_resources: notResources,
    condition,
  } = statement;
  const known = ['sid', 'effect', 'actions', 'not_actions', 'resources', 'not_resources', 'condition'];
  const odd = Object.keys(statement).filter((key) => !known.includes(key) && !isUnset(statement[key]));
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of objectsIn(condition)) {
    const operator = (conditions[String(test)] ??= {});
    operator[String(variable)] = [...listOf(operator[String(variable)]), ...listOf(values)];
  }
  return {
    ...(isUnset(sid) ? {} : { Sid: sid }),
    Effect: isUnset(effect) ? 'Allow' : effect,
    ...(isUnset(actions) ? {} : { Action: actions }),
    ...(isUnset(notActions) ? {} : { NotAction: notActions }),
    ...(isUnset(resources) ? {} : { Resource: resources }),
    ...(isUnset(notResources) ? {} : { NotResource: notResources }),
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
    ...Object.fromEntries(odd.map((key) => [key, statement[key]])),
  };
}
