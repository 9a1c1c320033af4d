import {
  ANYTHING,
  brief,
  fieldsOf,
  isFields,
  type Collector,
  type Fields,
  type TemplateFile,
  type TemplateFormat,
  type TemplateKind,
} from '../../../platform/template';

/** Objects of Kubernetes in files: one, a list as `kubectl get` prints it, or a stream. */

const KIND: TemplateKind = 'Kubernetes manifest';

/** An object that says what it is. */
export interface Manifest extends Fields {
  readonly apiVersion: string;
  readonly kind: string;
}

export const MANIFESTS: TemplateFormat = {
  kind: KIND,
  recognizes: (value) => isManifest(value) || (Array.isArray(value) && value.some(isManifest)),
  fileOf: (value, name, collector) => {
    const prefix = name === '' ? '' : `${name}: `;
    const objects = Array.isArray(value)
      ? value.flatMap((entry, i) => objectsOf(entry, `${prefix}entry ${i + 1}`, collector))
      : objectsOf(value, `${prefix}the list`, collector);
    return { kind: KIND, name, value: objects, resources: [] };
  },
};

/** The objects of a file, as its format has prepared them. */
export function manifestsOf({ value }: TemplateFile): readonly Manifest[] {
  return value as readonly Manifest[];
}

function isManifest(value: unknown): value is Manifest {
  return isFields(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

function objectsOf(value: unknown, where: string, collector: Collector): Manifest[] {
  if (!isManifest(value)) {
    collector.cannotTell(where, 'it is no object with `apiVersion` and `kind`, and is not read', ANYTHING);
    return [];
  }
  const { apiVersion, kind, items, metadata } = value;
  const isList = kind.endsWith('List') && (kind === 'List' || Array.isArray(items));
  if (!isList) {
    return [value];
  }
  if (!Array.isArray(items)) {
    collector.cannotTell(where, `its items are ${brief(items)}`, ANYTHING);
    return [];
  }
  const { continue: next } = fieldsOf(metadata);
  if (typeof next === 'string' && next !== '') {
    collector.cannotTell(where, 'it is one page of several (`continue`)', ANYTHING);
  }
  // A list of one kind leaves the kind of its items out.
  const common = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item, i) =>
    objectsOf(isFields(item) ? { ...common, ...item } : item, `${where}, item ${i + 1}`, collector),
  );
}
