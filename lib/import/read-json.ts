import { AccessError } from '../base';
import { ALLOWED_KEYS } from './connector-types';

/** Parses JSON, and drops the value of every key that is not allowed as soon as it is read. @throws AccessError `InvalidConnectors` */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, function (this: unknown, key: string, value: unknown) {
      return Array.isArray(this) || key === '' || ALLOWED_KEYS.has(key) ? value : undefined;
    }) as unknown;
  } catch {
    // The message of the parser quotes the text, which may hold secrets.
    throw AccessError.of('InvalidConnectors', 'it is not valid JSON; write the whole answer to the file');
  }
}
