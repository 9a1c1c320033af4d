import { REVIEW_FORMAT, REVIEW_VERSION } from '../lib/review/document';
import { REVIEW_SHAPE } from '../lib/review/parse-review';
import { OneOf, Optional, type Shape } from '../lib/review/shape';

/** The JSON Schema of a kept review, from the very shape that its reader checks. */
export function reviewSchemaText(): string {
  const { properties, required } = schemaOf(REVIEW_SHAPE) as { properties: object; required: string[] };
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: "The review of a Harness Delegate's access",
    description: `Version ${REVIEW_VERSION}. A new field leaves the version as it is, so a reader must take fields that it does not know.`,
    type: 'object',
    required: ['format', 'version', ...required],
    properties: { format: { const: REVIEW_FORMAT }, version: { const: REVIEW_VERSION }, ...properties },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function schemaOf(shape: Shape): object {
  if (shape instanceof Optional) {
    return schemaOf(shape.shape);
  }
  if (shape instanceof OneOf) {
    return { enum: shape.values };
  }
  if (typeof shape === 'string') {
    return { type: shape };
  }
  if (Array.isArray(shape)) {
    return { type: 'array', items: schemaOf((shape as readonly [Shape])[0]) };
  }
  const fields = Object.entries(shape as Readonly<Record<string, Shape>>);
  return {
    type: 'object',
    required: fields.filter(([, inner]) => !(inner instanceof Optional)).map(([name]) => name),
    properties: Object.fromEntries(fields.map(([name, inner]) => [name, schemaOf(inner)])),
  };
}
