import type { CfnResource } from 'aws-cdk-lib';
import type { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { listOf, renderedProperties, type Properties } from './rendered';
import type { Permission, Plan } from '../../../plan';

/** Reasons of the plan for the rules of cdk-nag about wildcards and managed policies; cdk-nag itself is not loaded. */

/** A finding of cdk-nag that the plan has a reason for. */
export interface NagAcknowledgement {
  /** Path of the resource. */
  readonly path: string;
  /** `AwsSolutions-IAM4` or `AwsSolutions-IAM5`. */
  readonly id: string;
  /** The part of the resource: `Resource::*`, `Policy::arn:…`. */
  readonly appliesTo: string;
  readonly reason: string;
}

interface Acknowledged extends NagAcknowledgement {
  readonly resource: CfnResource;
}

/** Key of the rules that are acknowledged, in the metadata of constructs; cdk-nag 3 reads it. https://github.com/cdklabs/cdk-nag */
const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';

/** Wildcards in the policies of the plan, each with the reasons of its statement. */
export function wildcards(policies: ReadonlyMap<CfnManagedPolicy, ReadonlyMap<string, Permission>>): Acknowledged[] {
  return [...policies].flatMap(([resource, named]) => {
    const { PolicyDocument: document } = renderedProperties(resource);
    return (listOf((document as Properties).Statement) as Properties[]).flatMap((statement) => {
      const { Sid: sid, Action: actions, Resource: resources } = statement;
      const permission = named.get(String(sid));
      const parts = [
        ...listOf(actions).map((action) => `Action::${String(action)}`),
        ...listOf(resources).map((arn) => `Resource::${flat(arn)}`),
      ].filter((part) => part.includes('*'));
      return permission === undefined
        ? []
        : parts.map((appliesTo) => acknowledged(resource, 'AwsSolutions-IAM5', appliesTo, permission));
    });
  });
}

/** Managed policies of AWS on the role, each with the reasons of the plan. */
export function managedOn(role: CfnResource, plan: Plan): Acknowledged[] {
  return listOf(renderedProperties(role).ManagedPolicyArns).flatMap((arn) => {
    const text = flat(arn);
    const permission = plan.permissions.find(
      ({ kind, name }) => kind === 'managed policy' && text.endsWith(`:policy/${name}`),
    );
    return permission === undefined ? [] : [acknowledged(role, 'AwsSolutions-IAM4', `Policy::${text}`, permission)];
  });
}

function acknowledged(resource: CfnResource, id: string, appliesTo: string, { reasons }: Permission): Acknowledged {
  const reason = reasons.map(({ key, note }) => `${key}: ${note}`).join('; ');
  return { resource, path: resource.node.path, id, appliesTo, reason };
}

/** Writes them where cdk-nag 3 looks, and in the metadata of the resources, where cdk-nag 2 does. */
export function writeAcknowledgements(all: readonly Acknowledged[]): void {
  const byResource = new Map<CfnResource, Acknowledged[]>();
  all.forEach((one) => byResource.set(one.resource, [...(byResource.get(one.resource) ?? []), one]));
  for (const [resource, own] of byResource) {
    own.forEach(({ id, appliesTo, reason }) =>
      resource.node.addMetadata(ACKNOWLEDGED, { [`Annotation::${id}[${appliesTo}]`]: reason }),
    );
    const rules = own.map(({ id, appliesTo, reason }) => ({ id, reason, applies_to: [appliesTo] }));
    resource.addMetadata('cdk_nag', { rules_to_suppress: rules });
  }
}

/** A value of a template as cdk-nag writes it: `arn:<AWS::Partition>:s3:::artifacts/*`. */
function flat(value: unknown): string {
  if (typeof value === 'string') {
    return value.replace(/\$\{/g, '<').replace(/\}/g, '>');
  }
  const {
    'Fn::Join': join,
    'Fn::Sub': sub,
    'Fn::GetAtt': attribute,
    'Fn::ImportValue': imported,
    'Ref': ref,
  } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (Array.isArray(join)) {
    return listOf(join[1]).map(flat).join(String(join[0]));
  }
  if (Array.isArray(attribute)) {
    return `<${attribute.map(flat).join('.')}>`;
  }
  return sub !== undefined
    ? flat(sub)
    : imported !== undefined
      ? flat(imported)
      : ref !== undefined
        ? `<${flat(ref)}>`
        : JSON.stringify(value);
}
