import { AFTER_APPLY, brief, fieldsOf, isFields, listOf, type Fields } from './fields';
import type { Collector } from './outgoing';
import type { TemplateFile, TerraformResource } from './template-file';
import type { TemplateFormat } from './template-format';
import { ANYTHING } from './values';

function terraformKind(value: unknown): TerraformKind | undefined {
  if (!isFields(value)) {
    return undefined;
  }
  const { format_version: format, planned_values: planned, values } = value;
  // What `terraform show -json` prints.
  if (typeof format === 'string' && (isFields(planned) || isFields(values))) {
    return 'Terraform plan or state';
  }
  // In JSON, as `cdktf synth` writes it.
  const isConfiguration = ['resource', 'module', 'data', 'provider', 'terraform'].some(
    (key) => value[key] !== undefined,
  );
  return isConfiguration ? 'Terraform configuration' : undefined;
}

type TerraformKind = 'Terraform configuration' | 'Terraform plan or state';

const KINDS: readonly TerraformKind[] = ['Terraform plan or state', 'Terraform configuration'];

/** Terraform as JSON: a configuration, or what `terraform show -json` prints. */
export const TERRAFORM_FORMATS: readonly TemplateFormat[] = KINDS.map((kind) => ({
  kind,
  recognizes: (value) => terraformKind(value) === kind,
  fileOf: (value, name, collector) => terraformFile(value as Fields, name, kind, collector),
}));

/** Content of a Terraform file; modules in other files are reported to `collector`. */
function terraformFile(value: Fields, name: string, kind: TerraformKind, collector: Collector): TemplateFile {
  const resources = kind === 'Terraform configuration' ? ofConfiguration(value, collector) : ofShow(value);
  return { kind, name, value, resources, given: new Map(argumentsOf(fieldsOf(value.configuration).root_module)) };
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
  return objectsIn(block)
    .flatMap((entry) => Object.entries(entry))
    .filter(([name]) => name !== '//');
}

function objectsIn(value: unknown): Fields[] {
  return listOf(value).filter(isFields);
}

/** Planned resources; values that are known only after apply have their mark. */
function ofShow({ planned_values: planned, values, resource_changes: changes }: Fields): TerraformResource[] {
  const later = new Map(
    objectsIn(changes)
      // What is left of an object that was replaced has the address of its successor.
      .filter(({ change, deposed }) => isFields(change) && deposed === undefined)
      .map(({ address, change }) => [address, fieldsOf(change).after_unknown]),
  );
  const root = isFields(planned) ? planned : (values as Fields);
  return ofModule(root.root_module).map((resource) => ({
    ...resource,
    values: withUnknown(resource.values, later.get(resource.address)) as Fields,
  }));
}

function ofModule(module: unknown): TerraformResource[] {
  const { resources, child_modules: children } = fieldsOf(module);
  const own = objectsIn(resources).flatMap(({ mode, address, type, values }) =>
    mode !== 'data' && typeof address === 'string' && typeof type === 'string'
      ? [{ address, type, values: fieldsOf(values) }]
      : [],
  );
  return [...own, ...listOf(children).flatMap(ofModule)];
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
  const fields = fieldsOf(value);
  const later = Object.entries(unknown).map(([key, inner]) => [key, withUnknown(fields[key], inner)] as const);
  return { ...fields, ...Object.fromEntries(later) };
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
 * is known after apply and is not set is computed by the provider.
 */
function argumentsOf(module: unknown, prefix = ''): [string, ReadonlySet<string>][] {
  const { resources, module_calls: calls } = fieldsOf(module);
  const own = objectsIn(resources).flatMap(({ address, expressions }): [string, ReadonlySet<string>][] =>
    typeof address === 'string' && isFields(expressions)
      ? [[`${prefix}${address}`, new Set(Object.keys(expressions))]]
      : [],
  );
  const called = Object.entries(fieldsOf(calls));
  return [...own, ...called.flatMap(([name, call]) => argumentsOf(fieldsOf(call).module, `${prefix}module.${name}.`))];
}

/** An address without the index of an instance: `module.m["a"].x.y[0]` is `module.m.x.y`. */
export function withoutIndexes(address: string): string {
  return address.replace(/\[[^\]]*\]/g, '');
}
