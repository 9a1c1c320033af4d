import { inYaml, type Problem, type Props } from '../base';
import type { Statement } from '../catalog';
import { VARIABLE, type Values, type WithoutEffect } from '../connections';

/** Props that other props of the same connection leave without effect: refused, so that nothing vanishes silently. */

export function propsWithoutEffect(given: Values, props: Props, statements: readonly Statement[]): Problem[] {
  return [...unreachedTo(given, statements), ...replacedHost(given, props), ...unusedVariables(given, props)];
}

/** Props that a prop of this connection leaves without effect. */
export function withoutEffectBeside(given: Values, without: WithoutEffect | undefined): Problem[] {
  return (without?.props ?? [])
    .filter((name) => given[name] !== undefined)
    .map((name) => withoutEffect(name, without!.because, without!.fix ?? 'remove one of them'));
}

/** Machines are where `machines` says; `to` is for the other ports, and here are none. */
function unreachedTo({ to, machines }: Values, statements: readonly Statement[]): Problem[] {
  if (to === undefined || machines === undefined || !statements.every(({ leadsTo }) => leadsTo === 'machines')) {
    return [];
  }
  const all = [to, machines].flat();
  const isText = (value: unknown): value is string => typeof value === 'string';
  const write = all.every(isText) ? `write \`machines: [${all.map(inYaml).join(', ')}]\`` : 'put all into `machines`';
  return [withoutEffect('to', '`machines`, to which every port of this connection leads', write)];
}

function replacedHost({ to, host }: Values, props: Props): Problem[] {
  return to === undefined || host === undefined || !Object.hasOwn(props, 'host')
    ? []
    : [withoutEffect('host', '`to`, which overrides it', 'remove one of them')];
}

/** A part of the vendor's host names, to which no port of a service of your own leads. */
function unusedVariables(given: Values, props: Props): Problem[] {
  const variables = Object.keys(props).filter((name) => props[name]!.words.use === VARIABLE);
  return given.hosting !== 'own'
    ? []
    : variables
        .filter((name) => given[name] !== undefined)
        .map((name) =>
          withoutEffect(name, "`hosting: own`: it is a part of the vendor's host names", 'remove one of them'),
        );
}

function withoutEffect(at: string, beside: string, fix: string): Problem {
  return { code: 'PropWithoutEffect', message: `\`${at}\` has no effect beside ${beside}; ${fix}`, at };
}
