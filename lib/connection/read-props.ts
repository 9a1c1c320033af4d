import {
  AccessError,
  oneOf,
  readMeant,
  show,
  throwIfAny,
  unknownProp,
  type ObjectSchema,
  type Problem,
  type Props,
} from '../base';
import { documentOf, type Row, type Statement } from '../catalog';
import type { Definition, Values } from '../connections';
import { withEntry } from './repaired-entry';
import { propsWithoutEffect, withoutEffectBeside } from './without-effect';

/** The props of one connection, checked; what is wrong begins with the connection. */

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** Names of the plan's own lines. */
const RESERVED = ['harness', 'dns'];

/** Props of a connection, and what they need and take the effect from. */
export interface KnownProps extends Pick<Definition, 'without'> {
  readonly props: Pick<ObjectSchema<Props>, 'props' | 'needs'>;
  readonly needs?: (given: Values) => readonly string[];
  readonly row?: Pick<Row, 'page'>;
}

/** @param statements by which a missing port is explained @throws AccessError with every problem of the props */
export function readProps(id: string, given: unknown, of: KnownProps, statements: readonly Statement[] = []): Values {
  const { props } = of.props;
  const where = `connection \`${id}\`: `;
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) {
    throw AccessError.of('InvalidProp', `${where}props must be an object, got ${show(given)}`);
  }
  const entries = Object.entries((given ?? {}) as Values).filter(([, value]) => value !== undefined);
  const known = Object.fromEntries(entries);
  const problems: Problem[] = [];
  const meant: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    if (Object.hasOwn(props, name)) {
      values[name] = props[name]!.read(value, name, problems);
    } else {
      problems.push(unknownProp('has no prop', name, Object.keys(props), name));
      const found = readMeant(props, known, name, '', problems);
      meant.push(...found);
      problems.push(...(found.includes('name') ? nameProblems(value, name) : []));
    }
  }
  const needs = of.needs?.(known) ?? of.props.needs;
  const missing = needs.filter((need) => !Object.hasOwn(known, need) && !meant.includes(need));
  problems.push(...missing.map((name) => missingProp(name, statements, of.row)), ...nameProblems(values.name));
  problems.push(...propsWithoutEffect(known, props, statements), ...withoutEffectBeside(known, of.without?.(known)));
  const wrong = { id, given: known, props, statements };
  throwIfAny(problems.map((problem) => withPrefix(where, withEntry(problem, wrong))));
  return values;
}

function withPrefix(where: string, problem: Problem): Problem {
  return { ...problem, message: where + problem.message };
}

function missingProp(name: string, statements: readonly Statement[], row: KnownProps['row'] = {}): Problem {
  const example = leftOpen(name, statements);
  if (example !== undefined) {
    const message = `${documentOf(row).short} leaves the port open, so \`${name}\` must be set, such as \`${name}: [${example}]\``;
    return { code: 'MissingPorts', message };
  }
  return {
    code: name === 'to' ? 'MissingDestination' : 'MissingProp',
    message: `needs \`${name}\`${name === 'reason' ? ': why this port is open' : ''}`,
  };
}

/** A usual port, where a statement leaves it to the user and names it by this prop. */
function leftOpen(name: string, statements: readonly Statement[]): number | undefined {
  return statements.flatMap(({ port }) => ('example' in port && port.from === name ? [port.example] : []))[0];
}

function nameProblems(name: unknown, at = 'name'): Problem[] {
  if (typeof name !== 'string') {
    return [];
  }
  if (!NAME.test(name)) {
    const message = `\`name\` must be lower-case letters, digits and hyphens, begin with a letter and have at most 40 characters, got ${show(name)}${didYouMeanName(name)}`;
    return [{ code: 'InvalidName', message, at }];
  }
  if (!RESERVED.includes(name)) {
    return [];
  }
  const message = `\`name\` must not be ${oneOf(RESERVED)}, which name the plan's own lines, got ${show(name)}`;
  return [{ code: 'ReservedName', message, at }];
}

/** The name in the letters that a name may have. */
function didYouMeanName(name: string): string {
  const meant = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return NAME.test(meant) ? `; did you mean \`${meant}\`?` : '';
}
