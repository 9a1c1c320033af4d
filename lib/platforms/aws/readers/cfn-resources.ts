import { isComputed } from './cfn-values';
import { ANYTHING, brief, isFields, listOf, type Collector, type Fields } from '../../../platform/template';

export const GROUP = 'AWS::EC2::SecurityGroup';
export const EGRESS = 'AWS::EC2::SecurityGroupEgress';
export const PREFIX_LIST = 'AWS::EC2::PrefixList';

/** Resources that hold templates, and may hold security groups. */
const NOT_READ =
  /^AWS::CloudFormation::(Stack|StackSet)$|::MODULE$|^AWS::ServiceCatalog::CloudFormationProvisionedProduct$/;
/** Transforms that make no security groups. */
const HARMLESS = ['AWS::LanguageExtensions', 'AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16'];
const EXPANDED = 'its resources are known only when CloudFormation expands it';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Fields;
  readonly condition?: unknown;
}

/** The resources of a template; what may be or change another resource is "cannot tell". */
export function resourcesOf(template: Fields, collector: Collector): Resource[] {
  listOf(template.Transform)
    .filter((name) => !HARMLESS.includes(name as string))
    .forEach((name) => collector.cannotTell('Transform', `${brief(name)} may make or change resources`, ANYTHING));
  Object.keys(template)
    .filter((key) => key.startsWith('Fn::') || key === '<<')
    .forEach((key) => collector.cannotTell(key, EXPANDED, ANYTHING));
  return Object.entries(template.Resources as Fields).flatMap(([id, value]) => resourceOf(id, value, collector));
}

function resourceOf(id: string, value: unknown, collector: Collector): Resource[] {
  if (id.startsWith('Fn::') || id === '<<') {
    collector.cannotTell(id, EXPANDED, ANYTHING);
    return [];
  }
  if (!isFields(value)) {
    collector.cannotTell(id, `it is ${brief(value)}, not a resource`, ANYTHING);
    return [];
  }
  const { Type: type, Properties: properties = {}, Condition: condition } = value;
  if (isComputed(value)) {
    collector.cannotTell(id, 'a transform or a merge key may change its type and its properties', ANYTHING);
  } else if (typeof type !== 'string') {
    collector.cannotTell(id, `its type is ${brief(type)}`, ANYTHING);
  }
  if (typeof type !== 'string') {
    return [];
  }
  if (NOT_READ.test(type)) {
    collector.cannotTell(id, `a resource of type ${brief(type)} has a template of its own`, ANYTHING);
  }
  if (!isFields(properties) && [GROUP, EGRESS, PREFIX_LIST].includes(type)) {
    collector.cannotTell(id, `its properties are ${brief(properties)}`, ANYTHING);
    return [];
  }
  return [{ id, type, properties: isFields(properties) ? properties : {}, condition }];
}
