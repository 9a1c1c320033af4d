import { strict as assert } from 'node:assert';
import { parse } from 'yaml';
import { ACCOUNT, type Call, type Moto } from './moto';

/** Deployed resources, as the APIs of CloudFormation, EC2 and IAM show it. */

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface DeployedStack {
  readonly name: string;
  /** Of the template that CloudFormation has, by logical id. */
  readonly resources: Readonly<Record<string, Resource>>;
  /** The name of the delegate's role. */
  readonly role: string;
  /** ARNs of the policies that the role has. */
  readonly policies: readonly string[];
}

export function readStacks(moto: Moto): DeployedStack[] {
  const names = stackNames(moto);
  const templates = moto.callAll<{ TemplateBody: string | object }>(
    calls('cloudformation', 'GetTemplate', 'StackName', names),
  );
  const created = moto.callAll<{ StackResources: { ResourceType: string; PhysicalResourceId: string }[] }>(
    calls('cloudformation', 'DescribeStackResources', 'StackName', names),
  );
  const roles = created.map(
    ({ StackResources }) =>
      StackResources.find(({ ResourceType }) => ResourceType === 'AWS::IAM::Role')!.PhysicalResourceId,
  );
  const attached = moto.callAll<{ AttachedPolicies: { PolicyArn: string }[] }>(
    calls('iam', 'ListAttachedRolePolicies', 'RoleName', roles),
  );
  return names.map((name, i) => ({
    name,
    resources: templateOf(templates[i]!.TemplateBody).Resources,
    role: roles[i]!,
    policies: attached[i]!.AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
  }));
}

export function resourcesOfType({ resources }: DeployedStack, type: string): Resource[] {
  return Object.values(resources).filter(({ Type }) => Type === type);
}

/** Everything that a stack could leave behind: stacks, groups, roles and policies, each by its name or id. */
export function everything(moto: Moto): string[] {
  const { SecurityGroups } = moto.call<{ SecurityGroups: { GroupId: string }[] }>('ec2', 'DescribeSecurityGroups');
  const { Roles } = moto.call<{ Roles: { RoleName: string }[] }>('iam', 'ListRoles', { MaxItems: 1000 });
  const { Policies } = moto.call<{ Policies: { Arn: string }[] }>('iam', 'ListPolicies', {
    Scope: 'Local',
    MaxItems: 1000,
  });
  return [
    ...stackNames(moto),
    ...SecurityGroups.map(({ GroupId }) => GroupId),
    ...Roles.map(({ RoleName }) => RoleName),
    ...Policies.map(({ Arn }) => Arn),
  ].sort();
}

/** Fails when a role does not have exactly the policies that its template gives it. */
export function checkAttachments(stacks: readonly DeployedStack[]): void {
  for (const stack of stacks) {
    const [role] = resourcesOfType(stack, 'AWS::IAM::Role');
    const ofAws = (role!.Properties.ManagedPolicyArns ?? []) as object[];
    const own = stack.policies.filter((arn) => arn.startsWith(`arn:aws:iam::${ACCOUNT}:policy/${stack.name}-`));
    assert.equal(own.length, resourcesOfType(stack, 'AWS::IAM::ManagedPolicy').length, `policies of ${stack.name}`);
    assert.equal(stack.policies.length - own.length, ofAws.length, `AWS managed policies of ${stack.name}`);
  }
}

function calls(service: string, operation: string, parameter: string, values: readonly string[]): Call[] {
  return values.map((value) => ({ service, operation, parameters: { [parameter]: value } }));
}

function stackNames(moto: Moto): string[] {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page: { Stacks: { StackName: string }[]; NextToken?: string } = moto.call(
      'cloudformation',
      'DescribeStacks',
      {
        ...(token === undefined ? {} : { NextToken: token }),
      },
    );
    names.push(...page.Stacks.map(({ StackName }) => StackName));
    token = page.NextToken;
  } while (token !== undefined);
  return names.sort();
}

/** The CLI sends templates as YAML; botocore makes an object of JSON alone. */
function templateOf(body: string | object): { readonly Resources: Readonly<Record<string, Resource>> } {
  return (typeof body === 'string' ? parse(body) : body) as { Resources: Record<string, Resource> };
}
