import { CfnValues, computedKeys, isComputed } from './cloudformation-values';
import {
  ANYTHING,
  brief,
  isFields,
  listOf,
  type Collector,
  type Fields,
  type TemplateFile,
} from '../../../platform/template';

/** Resources of CloudFormation templates; what a transform or a macro may change is reported, not read as if it were not there. */

export const GROUP = 'AWS::EC2::SecurityGroup';
export const EGRESS = 'AWS::EC2::SecurityGroupEgress';
export const PREFIX_LIST = 'AWS::EC2::PrefixList';

/**
 * Properties of the resources that decide traffic, and whether each does. From the resource schemas of CloudFormation,
 * read on 2026-11-25: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_EC2.html
 */
const RULE = {
  CidrIp: true,
  CidrIpv6: true,
  Description: false,
  DestinationPrefixListId: true,
  DestinationSecurityGroupId: true,
  FromPort: true,
  IpProtocol: true,
  ToPort: true,
};
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  [GROUP]: {
    GroupDescription: false,
    GroupName: false,
    SecurityGroupEgress: true,
    SecurityGroupIngress: false,
    Tags: false,
    VpcId: false,
  },
  [EGRESS]: { ...RULE, GroupId: true },
  [PREFIX_LIST]: { AddressFamily: false, Entries: true, MaxEntries: false, PrefixListName: false, Tags: false },
  rule: RULE,
};

/** Resources that hold templates, and may hold security groups. */
const NOT_READ =
  /^AWS::CloudFormation::(Stack|StackSet)$|::MODULE$|^AWS::ServiceCatalog::CloudFormationProvisionedProduct$/;
/** Transforms that make no security groups. */
const HARMLESS = ['AWS::LanguageExtensions', 'AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16'];

export interface Resource {
  /** Logical id, after the name of its file where there are several. */
  readonly id: string;
  /** Logical id alone. */
  readonly logicalId: string;
  readonly file: string;
  readonly type: string;
  readonly properties: Fields;
  /** Values of its template. */
  readonly values: CfnValues;
  readonly condition?: unknown;
}

/** The readable resources of templates. */
export function resourcesOf(files: readonly TemplateFile[], collector: Collector): Resource[] {
  return files.flatMap((file) => ofFile(file, files.length > 1 ? `${file.name}: ` : '', collector));
}

function ofFile({ name, value }: TemplateFile, prefix: string, collector: Collector): Resource[] {
  const template = value as Fields;
  listOf(template.Transform)
    .filter((transform) => !HARMLESS.includes(transform as string))
    .forEach((transform) => cannotTell(`${prefix}Transform`, `${brief(transform)} may make or change resources`));
  computedKeys(template).forEach((key) => cannotTell(`${prefix}${key}`, 'it may make or change resources'));
  const resources = template.Resources as Fields;
  const values = new CfnValues(template);
  computedKeys(resources).forEach((key) =>
    cannotTell(`${prefix}${key}`, 'its resources are known only when CloudFormation expands it'),
  );
  return Object.entries(resources)
    .filter(([id]) => !isComputed(id))
    .flatMap(([logicalId, body]) => ofBody(body, { id: prefix + logicalId, logicalId, file: name }));

  function cannotTell(where: string, what: string): void {
    collector.cannotTell(where, what, ANYTHING);
  }

  function ofBody(body: unknown, names: Pick<Resource, 'id' | 'logicalId' | 'file'>): Resource[] {
    if (!isFields(body) || typeof body.Type !== 'string') {
      const [computed] = isFields(body) && body.Type === undefined ? computedKeys(body) : [];
      const type = isFields(body) ? body.Type : body;
      cannotTell(
        names.id,
        computed === undefined
          ? `its type is ${brief(type)}`
          : `its type and its properties come from ${brief(computed)}`,
      );
      return [];
    }
    computedKeys(body).forEach((key) => cannotTell(names.id, `${key} may change all of it`));
    if (NOT_READ.test(body.Type)) {
      cannotTell(names.id, `a resource of type ${brief(body.Type)} has a template of its own`);
    }
    const properties = isFields(body.Properties) ? body.Properties : {};
    const isOdd = body.Properties !== undefined && !isFields(body.Properties);
    if (PROPERTIES[body.Type] !== undefined && isOdd) {
      cannotTell(names.id, `its properties are ${brief(body.Properties)}`);
      return [];
    }
    return [{ ...names, type: body.Type, properties, values, condition: body.Condition }];
  }
}

/** The reason why the properties of a resource or a rule are not read, or `undefined`. */
export function unreadable(kind: string, properties: Fields): string | undefined {
  const known = PROPERTIES[kind]!;
  const computed = computedKeys(properties)[0];
  if (computed !== undefined) {
    return `its properties come from ${brief(computed)}`;
  }
  const unknown = Object.keys(properties).find((key) => known[key] === undefined);
  return unknown === undefined ? undefined : `the property ${brief(unknown)} is not known here`;
}
