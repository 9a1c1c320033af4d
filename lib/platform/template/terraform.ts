import { brief, isFields, listOf, objectsIn, type Fields } from './fields';
import type { Collector } from './outgoing';
import type { TerraformParts, TerraformResource } from './template-file';
import type { TemplateFormat } from './template-format';
import { ofShow } from './terraform-show';
import { ofState } from './terraform-state';
import { ANYTHING, mayOpenOf } from './values';

/** Terraform as JSON: a configuration, what `terraform show -json` prints, or a state file. */

type TerraformKind = 'Terraform configuration' | 'Terraform plan or state';

type Read = (value: Fields, collector: Collector) => TerraformParts;

const BLOCKS = ['resource', 'module', 'data', 'provider', 'terraform', 'moved', 'import', 'removed'];

/** The shapes of a file, in the order in which they are tried. */
const SHAPES: readonly {
  readonly kind: TerraformKind;
  readonly is: (value: Fields) => boolean;
  readonly read: Read;
}[] = [
  { kind: 'Terraform plan or state', is: isShown, read: ofShow },
  { kind: 'Terraform plan or state', is: isState, read: ofState },
  {
    kind: 'Terraform configuration',
    is: (value) => BLOCKS.some((key) => value[key] !== undefined),
    read: ofConfiguration,
  },
];

export const TERRAFORM_FORMATS: readonly TemplateFormat[] = SHAPES.map(({ kind, is, read }) => ({
  kind,
  recognizes: (value) => isFields(value) && is(value),
  fileOf: (value, name, collector) => ({ kind, name, value, ...read(value as Fields, collector) }),
}));

/** A plan or a state as `terraform show -json` prints it; an empty state has its version alone. */
function isShown({ format_version: format, planned_values: planned, values, ...rest }: Fields): boolean {
  const isEmpty = Object.keys(rest).every((key) => ['terraform_version', 'errored', 'complete'].includes(key));
  return typeof format === 'string' && (isFields(planned) || isFields(values) || isEmpty);
}

/** A state file. */
function isState({ version, resources, lineage, terraform_version: terraform }: Fields): boolean {
  return version === 4 && Array.isArray(resources) && (typeof lineage === 'string' || typeof terraform === 'string');
}

/** A configuration as JSON, as `cdktf synth` writes it. */
function ofConfiguration({ resource, module, data, removed }: Fields, collector: Collector): TerraformParts {
  named(module).forEach(([name]) =>
    collector.cannotTell(
      `module.${name}`,
      'a module has a configuration of its own; audit `terraform show -json` of a plan instead',
      ANYTHING,
    ),
  );
  objectsIn(removed).forEach(({ from, lifecycle }) => {
    const isKept = objectsIn(lifecycle).some(({ destroy }) => destroy === false || destroy === 'false');
    const address = typeof from === 'string' ? from.replace(/^\$\{|\}$/g, '') : brief(from);
    if (isKept && mayOpenOf(address) !== undefined) {
      collector.cannotTell(address, 'it is removed from the configuration and stays deployed', ANYTHING);
    }
  });
  return { resources: bodiesIn(resource, '', collector), data: bodiesIn(data, 'data.', collector) };
}

function bodiesIn(block: unknown, prefix: string, collector: Collector): TerraformResource[] {
  return named(block).flatMap(([type, ofType]) =>
    named(ofType).flatMap(([name, bodies]) =>
      listOf(bodies).flatMap((values): TerraformResource[] => {
        const address = `${prefix}${type}.${name}`;
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

/** True when Terraform makes any number of it, or of one of its blocks. */
export function isRepeated({ values }: TerraformResource): boolean {
  return values.count !== undefined || values.for_each !== undefined || hasDynamic(values);
}

function hasDynamic(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(hasDynamic)
    : isFields(value) && Object.entries(value).some(([key, inner]) => key === 'dynamic' || hasDynamic(inner));
}

/** The arguments whose changes a configuration ignores: what is deployed may differ; `all` for every argument. */
export function ignoredIn({ values: { lifecycle } }: TerraformResource): string[] {
  return objectsIn(lifecycle)
    .flatMap(({ ignore_changes: ignored }) => listOf(ignored))
    .map((name) => (typeof name === 'string' ? name.replace(/^\$\{|\}$/g, '').split(/[.[]/)[0]! : brief(name)));
}
