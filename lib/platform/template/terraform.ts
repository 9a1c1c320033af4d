import { AFTER_APPLY, brief, isFields, listOf, type Fields } from './fields';
import type { Collector } from './outgoing';
import type { TemplateFile, TemplateKind, TerraformResource } from './template-file';
import { ANYTHING } from './values';

/** True for a configuration in JSON, as `cdktf synth` writes it. */
function isTerraformConfiguration(value: Fields): boolean {
  return ['resource', 'module', 'data', 'provider', 'terraform'].some((key) => value[key] !== undefined);
}

/** True for what `terraform show -json` prints, of a plan or of a state. */
function isTerraformShow(value: Fields): boolean {
  return typeof value.format_version === 'string' && (isFields(value.planned_values) || isFields(value.values));
}

export function terraformKind(value: Fields): TerraformKind | undefined {
  return isTerraformShow(value)
    ? 'Terraform plan or state'
    : isTerraformConfiguration(value)
      ? 'Terraform configuration'
      : undefined;
}

type TerraformKind = Exclude<TemplateKind, 'CloudFormation template'>;

/** What a file of Terraform holds; modules that are elsewhere are said to `collector`. */
export function terraformFile(value: Fields, kind: TerraformKind, collector: Collector): TemplateFile {
  const resources = kind === 'Terraform configuration' ? ofConfiguration(value, collector) : ofShow(value);
  return { kind, value, resources, given: givenArguments(value) };
}

function ofConfiguration({ resource, module }: Fields, collector: Collector): TerraformResource[] {
  named(module).forEach(([name]) =>
    collector.cannotTell(
      `module.${name}`,
      'a module has a configuration of its own; audit `terraform show -json` of a plan instead',
      ANYTHING,
    ),
  );
  return named(resource).flatMap(([type, ofType]) =>
    named(ofType).flatMap(([name, bodies]) =>
      listOf(bodies).flatMap((values): TerraformResource[] => {
        const address = `${type}.${name}`;
        if (!isFields(values)) {
          collector.cannotTell(address, `it is ${brief(values)}`, ANYTHING);
          return [];
        }
        return [{ address, type, values }];
      }),
    ),
  );
}

/** Names and bodies of a block, which JSON may write as an object or as a list of objects; comments left out. */
function named(block: unknown): [string, unknown][] {
  return listOf(block)
    .filter(isFields)
    .flatMap((entry) => Object.entries(entry))
    .filter(([name]) => name !== '//');
}

/** Of a plan, what it will be; values that are known after apply only are named so. */
function ofShow({ planned_values: planned, values, resource_changes: changes }: Fields): TerraformResource[] {
  const later = new Map(
    listOf(changes).flatMap((change) =>
      isFields(change) &&
      typeof change.address === 'string' &&
      isFields(change.change) &&
      // What is left of an object that was replaced has the address of its successor.
      change.deposed === undefined
        ? [[change.address, change.change.after_unknown] as const]
        : [],
    ),
  );
  const root = isFields(planned) ? planned : (values as Fields);
  return ofModule(root.root_module).map((resource) => ({
    ...resource,
    values: withUnknown(resource.values, later.get(resource.address)) as Fields,
  }));
}

function ofModule(module: unknown): TerraformResource[] {
  if (!isFields(module)) {
    return [];
  }
  const own = listOf(module.resources).flatMap((entry): TerraformResource[] =>
    isFields(entry) && entry.mode !== 'data' && typeof entry.address === 'string' && typeof entry.type === 'string'
      ? [{ address: entry.address, type: entry.type, values: isFields(entry.values) ? entry.values : {} }]
      : [],
  );
  return [...own, ...listOf(module.child_modules).flatMap(ofModule)];
}

function withUnknown(value: unknown, unknown: unknown): unknown {
  if (unknown === true) {
    return AFTER_APPLY;
  }
  if (Array.isArray(unknown)) {
    const entries = Array.isArray(value) ? (value as unknown[]) : [];
    return Array.from({ length: Math.max(entries.length, unknown.length) }, (_, i) =>
      withUnknown(entries[i], unknown[i]),
    );
  }
  if (!isFields(unknown)) {
    return value;
  }
  const fields = isFields(value) ? value : {};
  return {
    ...fields,
    ...Object.fromEntries(Object.entries(unknown).map(([key, inner]) => [key, withUnknown(fields[key], inner)])),
  };
}

/** True when Terraform makes any number of it, or of one of its blocks. */
export function isRepeated({ values }: TerraformResource): boolean {
  return values.count !== undefined || values.for_each !== undefined || hasDynamic(values);
}

function hasDynamic(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(hasDynamic)
    : isFields(value) && Object.entries(value).some(([key, inner]) => key === 'dynamic' || hasDynamic(inner));
}

/**
 * The arguments that the configuration inside a plan gives each resource, by address without indexes: an argument that
 * is known after apply and was not given is what the provider computes.
 */
function givenArguments({ configuration }: Fields): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(isFields(configuration) ? argumentsOfModule(configuration.root_module, '') : []);
}

function argumentsOfModule(module: unknown, prefix: string): [string, ReadonlySet<string>][] {
  if (!isFields(module)) {
    return [];
  }
  const own = listOf(module.resources).flatMap((entry): [string, ReadonlySet<string>][] =>
    isFields(entry) && typeof entry.address === 'string' && isFields(entry.expressions)
      ? [[`${prefix}${entry.address}`, new Set(Object.keys(entry.expressions))]]
      : [],
  );
  const calls = isFields(module.module_calls) ? Object.entries(module.module_calls) : [];
  return [
    ...own,
    ...calls.flatMap(([name, call]) =>
      argumentsOfModule(isFields(call) ? call.module : undefined, `${prefix}module.${name}.`),
    ),
  ];
}

/** An address without the index of an instance: `module.m["a"].x.y[0]` is `module.m.x.y`. */
export function withoutIndexes(address: string): string {
  return address.replace(/\[[^\]]*\]/g, '');
}
