import { AFTER_APPLY, COMPUTED, fieldsOf, isFields, listOf, objectsIn, type Fields } from './fields';
import type { Collector } from './outgoing';
import { PlanConfiguration, withoutIndexes } from './references';
import type { TerraformParts, TerraformResource } from './template-file';
import { DEPOSED } from './terraform-state';
import { ANYTHING, mayOpenOf } from './values';
import { groupBy } from '../../base';

/** Resources of a plan or a state, as `terraform show -json` prints them. */
export function ofShow(value: Fields, collector: Collector): TerraformParts {
  const { planned_values: planned, values, resource_changes: changes, configuration } = value;
  reportPlan(value, collector);
  const { resources, data } = ofModule(fieldsOf(isFields(planned) ? planned : values).root_module);
  const later = new Map(
    objectsIn(changes)
      // What is left of an object that was replaced has the address of its successor.
      .filter(({ change, deposed }) => isFields(change) && deposed === undefined)
      .map(({ address, change }) => [address, fieldsOf(change).after_unknown]),
  );
  resources
    .filter(({ address, type }) => later.get(address) === true && mayOpenOf(type) !== undefined)
    .forEach(({ address }) => collector.cannotTell(address, 'all of it is known after apply', ANYTHING));
  const addresses = resources.map(({ address }) => address);
  const plan = new PlanConfiguration(fieldsOf(configuration).root_module, groupBy(addresses, withoutIndexes));
  return {
    data,
    resources: resources.map((resource) => {
      const { address } = resource;
      const expressions = plan.expressionsOf(address);
      const refer: Refer = (expression) => plan.referenceOf(expression, address) ?? AFTER_APPLY;
      return { ...resource, values: fieldsOf(withUnknown(resource.values, later.get(address), expressions, refer)) };
    }),
  };
}

/** Reports what a plan says of itself: it is not all that will be deployed. */
function reportPlan(value: Fields, collector: Collector): void {
  const { complete, errored, deferred_changes: deferred, resource_changes: changes } = value;
  const reasons = [
    ...(errored === true ? ['an error ended it (`errored`)'] : []),
    ...(complete === false ? ['it does not have all changes (`complete: false`)'] : []),
    ...(listOf(deferred).length > 0 ? ['some changes are deferred (`deferred_changes`)'] : []),
  ];
  reasons.forEach((reason) => collector.cannotTell('the plan', reason, ANYTHING));
  objectsIn(changes)
    .filter(({ change, type }) => listOf(fieldsOf(change).actions).includes('forget') && mayOpenOf(type) !== undefined)
    .forEach(({ address }) =>
      collector.cannotTell(String(address), 'Terraform forgets it, and it stays deployed', ANYTHING),
    );
}

function ofModule(module: unknown): Required<TerraformParts> {
  const { resources, child_modules: children } = fieldsOf(module);
  const own = objectsIn(resources).flatMap(({ mode, address, type, values, deposed_key: deposed }) =>
    typeof address === 'string' && typeof type === 'string'
      ? [
          {
            isData: mode === 'data',
            resource: {
              address,
              type,
              values: fieldsOf(values),
              ...(deposed === undefined ? {} : { doubt: DEPOSED }),
            } satisfies TerraformResource,
          },
        ]
      : [],
  );
  const inner = listOf(children).map(ofModule);
  const of = (isData: boolean): TerraformResource[] =>
    own.filter((entry) => entry.isData === isData).map(({ resource }) => resource);
  return {
    resources: [of(false), ...inner.map((part) => part.resources)].flat(),
    data: [of(true), ...inner.map((part) => part.data ?? [])].flat(),
  };
}

type Refer = (expression: unknown) => unknown;

/** Mark of an argument whose expression is not in the configuration, or not part by part. */
const NO_EXPRESSION = Symbol('no expression');

/** A value with its unknown parts as references or marks. */
function withUnknown(value: unknown, unknown: unknown, expression: unknown, refer: Refer): unknown {
  if (unknown === true) {
    return expression === undefined ? AFTER_APPLY : expression === NO_EXPRESSION ? COMPUTED : refer(expression);
  }
  if (Array.isArray(unknown)) {
    const entries = Array.isArray(value) ? (value as unknown[]) : [];
    const length = Math.max(entries.length, unknown.length);
    return Array.from({ length }, (_, i) =>
      withUnknown(entries[i], unknown[i], length === 1 ? onlyEntry(expression) : undefined, refer),
    );
  }
  if (!isFields(unknown)) {
    return value;
  }
  const fields = fieldsOf(value);
  const later = Object.entries(unknown).map(
    ([key, inner]) => [key, withUnknown(fields[key], inner, argumentOf(expression, key), refer)] as const,
  );
  return { ...fields, ...Object.fromEntries(later) };
}

/** The expression of the only entry of a list: of its only block, or of the whole argument. */
function onlyEntry(expression: unknown): unknown {
  return Array.isArray(expression) ? (expression.length === 1 ? (expression[0] as unknown) : undefined) : expression;
}

function argumentOf(block: unknown, key: string): unknown {
  const isBlock = isFields(block) && block.references === undefined && block.constant_value === undefined;
  return isBlock ? (Object.hasOwn(block, key) ? block[key] : NO_EXPRESSION) : undefined;
}
