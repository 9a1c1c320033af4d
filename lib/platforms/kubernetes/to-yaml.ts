import type * as Yaml from 'yaml';
import type { KubernetesManifest } from './manifest';

/** Loaded when something is written. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

/** Objects as one stream of YAML, each a document, in their order. */
export function manifestsYaml(manifests: readonly KubernetesManifest[]): string {
  return manifests.map((manifest) => `---\n${toYaml(manifest)}`).join('');
}

/** One value as YAML; the same value always makes the same text. */
export function toYaml(value: unknown): string {
  return yaml().stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
