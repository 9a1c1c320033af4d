import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bool, type JsonSchema, type ObjectSchema, type Props } from '../lib/base';
import { SSH } from '../lib/connection/other-requests';
import { allDefinitions } from '../lib/connections';
import { CUSTOM } from '../lib/connections/own';
import { ACKNOWLEDGED } from '../lib/plan/acknowledgement';
import { HARNESS_PROPS } from '../lib/plan/harness-platform';
import { PUBLISHED } from '../lib/plan/published';
import { REACH } from '../lib/plan/reach';
import { REVIEW, REVIEW_VERSION } from '../lib/review/document';

/** Writes the JSON Schemas of a list of connections, by which editors complete and check it, and of a kept review. */

const ROOT = join(__dirname, '..');
export const SCHEMA_FILE = join(ROOT, 'connections.schema.json');
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

export function jsonSchema(): JsonSchema {
  const rows = allDefinitions().map(({ row, props, summary }) => {
    const words = { title: `Row "${row.title}" of the table`, description: `Row "${row.title}": ${summary}` };
    return [row.id, { ...words, ...props.json }] as const;
  });
  const others = Object.entries({ custom: CUSTOM, ssh: SSH }).map(
    ([id, props]) => [id, { title: 'Not in the table', ...props.json }] as const,
  );
  const mayBeEmpty = new Map<string, boolean>([
    ...allDefinitions().map(({ row, props }) => [row.id, props.mayBeEmpty] as const),
    ['custom', CUSTOM.mayBeEmpty],
    ['ssh', SSH.mayBeEmpty],
  ]);
  return {
    $schema: DRAFT,
    title: 'Connections of a Harness Delegate',
    description: 'A list of connections, or an object with the list and the options of the plan.',
    anyOf: [{ $ref: '#/$defs/connections' }, planJson()],
    $defs: { connections: listJson(mayBeEmpty), ...Object.fromEntries([...rows, ...others]) },
  };
}

function planJson(): JsonSchema {
  return {
    type: 'object',
    required: ['connections'],
    additionalProperties: false,
    properties: {
      connections: { $ref: '#/$defs/connections' },
      profile: { enum: ['documented', 'recommended'] },
      reach: REACH.json,
      harness: HARNESS_PROPS.json,
      acknowledged: ACKNOWLEDGED.json,
      published: PUBLISHED.json,
      probes: bool.json,
    },
  };
}

/** @param mayBeEmpty true for a connection that needs no props */
function listJson(mayBeEmpty: ReadonlyMap<string, boolean>): JsonSchema {
  const entries = [...mayBeEmpty].map(([id, isEmpty]) => {
    const ref = { $ref: `#/$defs/${id}` };
    return [id, isEmpty ? { anyOf: [ref, { type: 'null' }] } : ref] as const;
  });
  return {
    type: 'array',
    minItems: 1,
    items: {
      anyOf: [
        { enum: [...mayBeEmpty].filter(([, isEmpty]) => isEmpty).map(([id]) => id) },
        {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          additionalProperties: false,
          properties: Object.fromEntries(entries),
        },
      ],
    },
  };
}

function reviewSchema(): JsonSchema {
  return {
    $schema: DRAFT,
    title: "The review of a Harness Delegate's access",
    ...(REVIEW as unknown as ObjectSchema<Props>).json,
    description: `Version ${REVIEW_VERSION}. A new field leaves the version as it is, so a reader must take fields that it does not know.`,
  };
}

export function schemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

if (require.main === module) {
  writeFileSync(SCHEMA_FILE, schemaText(jsonSchema()));
  writeFileSync(join(ROOT, 'review.schema.json'), schemaText(reviewSchema()));
}
