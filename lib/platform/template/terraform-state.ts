import { fieldsOf, objectsIn, type Fields } from './fields';
import type { TerraformParts, TerraformResource } from './template-file';

/** Resources of a state file, version 4. */
export function ofState({ resources }: Fields): TerraformParts {
  const all = objectsIn(resources).flatMap((resource) =>
    objectsIn(resource.instances).map((instance) => ({
      isData: resource.mode === 'data',
      ...read(resource, instance),
    })),
  );
  const without = ({ address, type, values, doubt }: TerraformResource): TerraformResource => ({
    address,
    type,
    values,
    ...(doubt === undefined ? {} : { doubt }),
  });
  return {
    resources: all.filter(({ isData }) => !isData).map(without),
    data: all.filter(({ isData }) => isData).map(without),
  };
}

export const DEPOSED = 'what is left of an object that was replaced is still deployed';

function read({ module, mode, type, name }: Fields, instance: Fields): TerraformResource {
  const { attributes, index_key: key, deposed } = instance;
  const index = key === undefined ? '' : `[${JSON.stringify(key)}]`;
  const before = `${typeof module === 'string' ? `${module}.` : ''}${mode === 'data' ? 'data.' : ''}`;
  const isDeposed = deposed !== undefined;
  const doubt = isDeposed
    ? DEPOSED
    : attributes === undefined || attributes === null
      ? 'its attributes are not in the state'
      : undefined;
  return {
    address: `${before}${String(type)}.${String(name)}${index}`,
    type: String(type),
    values: fieldsOf(attributes),
    ...(doubt === undefined ? {} : { doubt }),
  };
}
