import { Stack, type CfnResource } from 'aws-cdk-lib';

/** Resources as the template has them: after aspects, assignments and overrides. */

export type Properties = Readonly<Record<string, unknown>>;

/** The properties of a resource in its template; none of one that fails the synth itself. */
export function renderedProperties(resource: CfnResource): Properties {
  // Public in JavaScript, and the only place where overrides are seen.
  const { _toCloudFormation: render } = resource as unknown as { _toCloudFormation?: () => unknown };
  try {
    const template = Stack.of(resource).resolve(render?.call(resource)) as
      { readonly Resources?: Readonly<Record<string, { readonly Properties?: Properties }>> } | undefined;
    return Object.values(template?.Resources ?? {})[0]?.Properties ?? {};
  } catch {
    return {};
  }
}

/** A list as it is, one value as a list of it. */
export function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

/** A value in a message: a text as it is, anything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
