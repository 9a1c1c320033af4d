import { extname } from 'node:path';
import { outcome, type Outcome } from './exit';
import { choice } from './inputs';

/** Options that every command with a document has. */
export interface OutputFlags {
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly exitZero?: boolean;
}

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.json': 'json',
  '.svg': 'svg',
  '.txt': 'table',
};

/** The requested format, or that of the output's name, or a table. @throws AccessError `InvalidChoice` */
export function formatOf<T extends string>(
  { format, json: asJson, out }: OutputFlags,
  allowed: readonly T[],
): T | 'table' {
  const named = format ?? (asJson === true ? 'json' : undefined);
  if (named !== undefined) {
    return choice('--format', named, allowed);
  }
  const guess = out === undefined ? undefined : BY_EXTENSION[extname(out).toLowerCase()];
  return allowed.find((word) => word === guess) ?? 'table';
}

/** Facts as JSON where requested, in words otherwise. */
export function told<T>(facts: T, inWords: (facts: T) => string, { json: asJson }: OutputFlags): Outcome {
  return outcome(asJson === true ? json(facts) : inWords(facts));
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
