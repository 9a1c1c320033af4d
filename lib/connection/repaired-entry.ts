import { inYaml, type Problem, type Props } from '../base';
import type { Statement } from '../catalog';
import type { Values } from '../connections';
import { mistaken, Port, wordsOf, type Mistake } from '../network';

/** Problems of pasted destinations, with the entry of the list as it should be. */

/** Props that hold destinations. */
const PLACE = /^(to|machines)(?:\[(\d+)\])?$/;
/** A longer entry is nothing to read in a message. */
const MAX_ENTRY = 140;
const PORT_PROP = 'ports';

/** Facts on a connection whose props are wrong. */
export interface Wrong {
  readonly id: string;
  readonly given: Values;
  readonly props: Props;
  readonly statements: readonly Statement[];
}

/** The problem with its repair as an entry, where a port or a single destination makes that plain. */
export function withEntry(problem: Problem, wrong: Wrong): Problem {
  const [, prop, index] = PLACE.exec(problem.at ?? '') ?? [];
  const value = prop === undefined ? undefined : wrong.given[prop];
  const text = index === undefined ? value : (value as readonly unknown[])[Number(index)];
  const isPasted = problem.code === 'InvalidCidr' || problem.code === 'InvalidHostname';
  const mistake = isPasted && typeof text === 'string' ? mistaken(text) : undefined;
  if (mistake === undefined || mistake.advice !== undefined) {
    return problem;
  }
  const own = { ...mistake, port: portFor(mistake, prop!, wrong) };
  const entry = entryOf(own, prop!, value, wrong);
  return { ...problem, message: `\`${problem.at}\`: ${wordsOf(own, text as string, entry)}` };
}

/** The port, where this connection has a prop for it and would not open it by itself. */
function portFor({ port }: Mistake, prop: string, { props, statements }: Wrong): number | undefined {
  const isOfMachines = prop === 'to' && Object.hasOwn(props, 'machines') && statements.some(leadsToApi);
  const [only, ...others] = statements;
  const isDefault = others.length === 0 && only?.port instanceof Port && only.port.text === String(port);
  return port === undefined || !Object.hasOwn(props, PORT_PROP) || isOfMachines || isDefault ? undefined : port;
}

function leadsToApi({ leadsTo }: Statement): boolean {
  return leadsTo === 'api';
}

/** The whole entry, when there is nothing in it but this. */
function entryOf({ destinations, port }: Mistake, prop: string, value: unknown, wrong: Wrong): string | undefined {
  const isOnly = !Array.isArray(value) || value.length === 1;
  if (!isOnly || Object.keys(wrong.given).some((key) => key !== prop)) {
    return undefined;
  }
  const ports = port === undefined ? '' : `, ${PORT_PROP}: [${port}]`;
  const entry = `${wrong.id}: { ${prop}: [${destinations.map(inYaml).join(', ')}]${ports} }`;
  return entry.length > MAX_ENTRY ? undefined : `\`${entry}\``;
}
