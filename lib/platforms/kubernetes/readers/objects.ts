import { manifestsOf, type Manifest } from './manifests';
import { withMerged } from './merge-keys';
import { groupBy } from '../../../base';
import { brief, fieldsOf, isFields, type Fields, type TemplateFile } from '../../../platform/template';

/** Objects of all files of a call, with their names. */

export interface KubernetesObject {
  /** Kind and name, with the file before it when there are several: `NetworkPolicy harness/delegate`. */
  readonly where: string;
  readonly kind: string;
  readonly group: string;
  /** `networking.k8s.io/v1 NetworkPolicy`. */
  readonly type: string;
  /** @default - that in which the file is applied */
  readonly namespace?: string;
  /** Words of the object about itself. */
  readonly says: unknown;
  readonly fields: Fields;
  /** Reasons why the deployed object may differ. */
  readonly doubts: readonly string[];
}

export function objectsIn(files: readonly TemplateFile[]): KubernetesObject[] {
  const all = files.flatMap((file) =>
    manifestsOf(file).map((manifest) => objectOf(manifest, files.length > 1 ? `${file.name}: ` : '')),
  );
  return [...groupBy(all, identityOf).values()].flatMap(onlyOne);
}

/** An object that is there more than once: equal ones are one, of others the last that is applied counts. */
function onlyOne(same: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const distinct = [...groupBy(same, contentOf).values()].map(([first]) => first!);
  return distinct.length === 1
    ? distinct
    : distinct.map((object) => ({ ...object, doubts: [...object.doubts, SEVERAL] }));
}

const SEVERAL = 'the files have several objects of this name, of which the one that is applied last counts';

function objectOf(manifest: Manifest, prefix: string): KubernetesObject {
  const { apiVersion, kind } = manifest;
  const fields = withMerged(manifest) as Manifest;
  const { name, namespace, annotations } = fieldsOf(fields.metadata);
  const own = typeof namespace === 'string' && namespace !== '' ? namespace : undefined;
  const called = typeof name === 'string' ? name : 'without a name';
  return {
    where: `${prefix}${kind} ${own === undefined ? '' : `${own}/`}${called}`,
    kind,
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    type: `${apiVersion} ${kind}`,
    ...(own === undefined ? {} : { namespace: own }),
    says: fieldsOf(annotations)['kubernetes.io/description'],
    fields,
    doubts: doubtsOf(fields),
  };
}

/** Parts of a policy. */
const KEYS = ['apiVersion', 'kind', 'metadata', 'spec', 'specs', 'status'];

/** An object without a name is one of its own. */
function identityOf(object: KubernetesObject): string {
  const { type, namespace, fields } = object;
  const { name } = fieldsOf(fields.metadata);
  return JSON.stringify([type, namespace, typeof name === 'string' ? name : contentOf(object)]);
}

function contentOf({ fields: { spec, specs } }: KubernetesObject): string {
  return JSON.stringify([spec, specs]);
}

function doubtsOf(fields: Fields): string[] {
  const { metadata, status } = fields;
  const conditions = fieldsOf(status).conditions;
  const isRefused =
    Array.isArray(conditions) &&
    conditions.some((one) => isFields(one) && one.type === 'Valid' && one.status === 'False');
  return [
    ...Object.keys(fields)
      .filter((key) => !KEYS.includes(key))
      .map((key) => `the key ${brief(key)} beside its spec is not known here`),
    ...(isRefused ? ['its status says that it is not valid, so it may not be enforced'] : []),
    ...(fieldsOf(metadata).deletionTimestamp === undefined ? [] : ['it is being deleted']),
  ];
}
