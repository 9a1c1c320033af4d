import type * as Yaml from 'yaml';
import { AccessError } from '../base';
import { ALLOWED_KEYS } from './connector-types';
import { tokensUntil } from '../base/yaml-tokens';

/** A connector is a dozen deep. Deeper files end the process: the parser calls itself for each level. */
const MAX_DEPTH = 60;
const MAX_ALIASES = 100;

/** Loaded when a file is read: nothing else needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

/** Documents of a YAML text, without the value of every key that is not allowed. @throws AccessError `InvalidConnectors` */
export function readYaml(text: string): unknown[] {
  const { Composer, LineCounter } = yaml();
  const lines = new LineCounter();
  let isTooDeep = false;
  const tokens = tokensUntil(text, yaml(), lines, (stack) => {
    isTooDeep ||= stack.length > MAX_DEPTH;
    return isTooDeep;
  });
  const composer = new Composer({ uniqueKeys: false, schema: 'core', version: '1.2' });
  const documents = [...composer.compose(tokens, true, text.length)];
  if (isTooDeep) {
    throw AccessError.of('InvalidConnectors', `it is nested more than ${MAX_DEPTH} deep, and no connector is`);
  }
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      // The message of the parser quotes the text, which may hold secrets.
      throw AccessError.of('InvalidConnectors', `it is not valid YAML, at line ${line}, column ${col}`);
    }
    return document.contents === null ? [] : [allowed(valueOf(document))];
  });
}

function valueOf(document: Yaml.Document.Parsed | Yaml.EmptyStream | Yaml.Document): unknown {
  try {
    return (document as Yaml.Document).toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch {
    throw AccessError.of('InvalidConnectors', 'its aliases lead nowhere, or stand for too much');
  }
}

function allowed(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) {
    // An alias of itself, since the text is not that deep.
    throw AccessError.of('InvalidConnectors', 'its aliases lead nowhere, or stand for too much');
  }
  if (Array.isArray(value)) {
    return value.map((one) => allowed(one, depth + 1));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (ALLOWED_KEYS.has(key) ? [[key, allowed(entry, depth + 1)]] : [])),
  );
}
