import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Output of a program without its own names: resources with their properties, sorted. */

export type Cloud = 'aws' | 'gcp';

export function resourcesOf(cloud: Cloud, dir: string): string[] {
  return cloud === 'aws' ? ofTemplate(dir) : ofTerraform(dir);
}

/** Lines that only one of the two has. */
export function difference(one: readonly string[], other: readonly string[]): string[] {
  return [
    ...one.filter((line) => !other.includes(line)).map((line) => `+ ${line}`),
    ...other.filter((line) => !one.includes(line)).map((line) => `- ${line}`),
  ];
}

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: object }>;
}

function ofTemplate(dir: string): string[] {
  const { Resources: resources } = read<Template>(join(dir, 'Delegate.template.json'));
  return Object.values(resources)
    .map(({ Type: type, Properties: properties }) =>
      JSON.stringify([type, properties], (_, value: unknown) => {
        const name = (value as { Ref?: string } | null)?.Ref;
        return name !== undefined && name in resources ? { Ref: resources[name]!.Type } : value;
      }),
    )
    .sort();
}

interface Terraform {
  readonly resource: Record<string, Record<string, object>>;
}

function ofTerraform(dir: string): string[] {
  const { resource } = read<Terraform>(join(dir, 'stacks/delegate/cdk.tf.json'));
  return Object.entries(resource)
    .flatMap(([type, byName]) =>
      Object.values(byName).map((properties) => JSON.stringify([type, { ...properties, '//': undefined }])),
    )
    .map((line) => line.replace(/\$\{google_service_account\.\w+\./g, '${google_service_account.'))
    .sort();
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
