import { groupBy } from '../base';
import type { Conditions, EachItem, PermissionTemplate } from '../catalog';
import type { Scope } from '../connections';
import { fillTemplate, type Environment } from './template';

/** Permission templates of the catalogue, filled for one scope. */

type Item = Readonly<Record<string, string>>;

/** A filled template: one statement, one for each item, or none. */
export interface Filled {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

export function fillTemplateOf(grant: PermissionTemplate, scope: Scope): Filled[] {
  if (grant.when !== undefined && !scope.flags.has(grant.when)) {
    return [];
  }
  if (grant.each === undefined) {
    return fillOnce(grant, scope, [scope.values]);
  }
  const { split = false, splitBy } = grant.each;
  const items = itemsOf(grant.each, scope).map((item, i) => ({
    key: split ? `${i}` : (item[splitBy ?? ''] ?? ''),
    environment: { ...scope.values, ...lists(item) },
  }));
  const groups = groupBy(items, ({ key }) => key);
  return [...groups.values()].flatMap((group) =>
    fillOnce(
      grant,
      scope,
      group.map(({ environment }) => environment),
    ),
  );
}

/** The items of the list that a template names. */
export function itemsOf(each: EachItem, scope: Scope): readonly Item[] {
  return (scope.items[each.items] ?? []).filter((item) =>
    Object.entries(each.only ?? {}).every(([key, allowed]) => allowed.includes(item[key] ?? '')),
  );
}

function fillOnce(grant: PermissionTemplate, scope: Scope, environments: readonly Environment[]): Filled[] {
  const templates = [...grant.resources, ...chosen(grant.moreResources, scope)];
  const resources = unique(
    templates.flatMap((template) => environments.flatMap((environment) => fillTemplate(template, environment))),
  );
  if (resources.length === 0) {
    return [];
  }
  const actions = unique([...grant.actions, ...chosen(grant.moreActions, scope)]);
  const conditions =
    grant.conditions === undefined ? {} : { conditions: fillConditions(grant.conditions, environments[0] ?? {}) };
  return [{ actions, resources, ...conditions }];
}

function fillConditions(conditions: Conditions, environment: Environment): Conditions {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [
          fillTemplate(key, environment)[0] ?? key,
          unique(values.flatMap((value) => fillTemplate(value, environment))),
        ]),
      ),
    ]),
  );
}

function chosen(more: Readonly<Record<string, readonly string[]>> | undefined, scope: Scope): string[] {
  return Object.entries(more ?? {}).flatMap(([flag, values]) => (scope.flags.has(flag) ? [...values] : []));
}

function lists(item: Item): Environment {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, [value]]));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
