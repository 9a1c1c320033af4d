import { firstOf, groupBy } from '../base';
import { KINDS } from './summary';
import { openedText } from './through';
import type { ReviewDocument, ReviewPort } from './types';

/** Boxes of a picture with their texts: the delegate, the kinds of destinations, their connections. */

/** More connections than these do not fit on a page; then each kind sums up its own. */
const MANY = 80;
const LONGEST = 46;

export interface PictureBox {
  readonly look: 'delegate' | 'kind' | 'connection';
  /** The first is its name. */
  readonly lines: readonly string[];
  /** Ports, on the line that leads to it. */
  readonly label: string;
  readonly warnings: number;
  /** Some of what leads there is checked by its port only. */
  readonly isOpenToAny: boolean;
  readonly children: readonly PictureBox[];
}

type Warnings = ReadonlyMap<string, number>;

/** The delegate with all that it requests. */
export function boxesOf(review: ReviewDocument): PictureBox {
  const asked = review.ports.filter((port) => port.asked);
  const branches = (Object.keys(KINDS) as ReviewPort['kind'][]).map((kind) => {
    const ports = asked.filter((port) => port.kind === kind);
    return { kind, connections: [...groupBy(ports, ({ connection }) => connection).values()] };
  });
  const count = branches.reduce((sum, { connections }) => sum + connections.length, 0);
  const boxOf = count > MANY ? summary : branch;
  const warnings = warningsOf(review);
  return {
    look: 'delegate',
    lines: ['Harness Delegate', review.target.title],
    label: '',
    warnings: 0,
    isOpenToAny: false,
    children: branches
      .filter(({ connections }) => connections.length > 0)
      .map(({ kind, connections }) => boxOf(KINDS[kind], connections, warnings)),
  };
}

function branch(name: string, connections: readonly ReviewPort[][], warnings: Warnings): PictureBox {
  return {
    look: 'kind',
    lines: [name],
    label: '',
    warnings: 0,
    isOpenToAny: connections.flat().some(isPortOnly),
    children: connections.map((ports) => leaf(ports, warnings)),
  };
}

function summary(name: string, connections: readonly ReviewPort[][], warnings: Warnings): PictureBox {
  const count = connections.length;
  const ports = firstOf(portsOf(connections.flat()), 6);
  return {
    ...branch(name, connections, warnings),
    lines: [name, `${count} ${count === 1 ? 'connection' : 'connections'} on ${ports}`],
    warnings: connections.reduce((sum, [port]) => sum + (warnings.get(port!.connection) ?? 0), 0),
    children: [],
  };
}

function leaf(ports: readonly ReviewPort[], warnings: Warnings): PictureBox {
  const { connection } = ports[0]!;
  const isOpenToAny = ports.some(isPortOnly);
  const where = [...new Set(ports.flatMap((port) => port.askedFor.map((text) => openedText(port, text))))];
  return {
    look: 'connection',
    lines: [connection, clip(`${isOpenToAny ? 'any address, for ' : ''}${firstOf(where, 2)}`)],
    label: firstOf(portsOf(ports), 4),
    warnings: warnings.get(connection) ?? 0,
    isOpenToAny,
    children: [],
  };
}

function isPortOnly({ enforcement }: ReviewPort): boolean {
  return enforcement.includes('port-only');
}

function portsOf(ports: readonly ReviewPort[]): string[] {
  return [...new Set(ports.map(({ port }) => port))];
}

/** Open warnings of each connection. */
function warningsOf({ findings }: ReviewDocument): Warnings {
  const open = findings.filter(({ severity, acknowledged }) => severity === 'warning' && acknowledged === undefined);
  return new Map([...groupBy(open, ({ connection }) => connection)].map(([name, entries]) => [name, entries.length]));
}

function clip(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
