import fc from 'fast-check';
import type { Rules } from './network';
import { answerOf, BEHAVIOURS, HARNESS, kindAt, nameFor, RANGES, type Kind } from './places';
import type { PreflightReport } from '../../lib/preflight';
import { Connection, HarnessPlatform, Plan, reviewOf, Target, type ReviewDocument } from 'harness-delegate-access';

/** Random lists of addresses, blocks and names, and what a preflight of each must say. */

export interface Case {
  readonly review: ReviewDocument;
  readonly rules: Rules;
  /** Destinations beside those of the list, as `host:port`. */
  readonly others: readonly string[];
}

const net = fc.integer({ min: 0, max: RANGES.length - 1 });
const last = fc.integer({ min: 1, max: 240 });
const address = fc.tuple(net, last).map(([n, l]) => `${RANGES[n]}.${l}`);
const address6 = last.map((l) => `2001:db8::${l.toString(16)}`);
const destination = fc.oneof(
  { weight: 4, arbitrary: address.map((one) => `${one}/32`) },
  { weight: 1, arbitrary: address6.map((one) => `${one}/128`) },
  { weight: 1, arbitrary: fc.tuple(net, fc.integer({ min: 0, max: 14 })).map(([n, l]) => `${RANGES[n]}.${l * 16}/28`) },
  { weight: 2, arbitrary: fc.tuple(net, last, fc.constantFrom(...BEHAVIOURS)).map((parts) => nameFor(...parts)) },
);
const port = fc.constantFrom(22, 80, 443, 5432, 8080, 9200);
const lists = fc.record({
  entries: fc.array(
    fc.record({
      to: fc.uniqueArray(destination, { minLength: 1, maxLength: 3 }),
      ports: fc.uniqueArray(port, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  others: fc.uniqueArray(
    fc
      .tuple(fc.oneof({ weight: 4, arbitrary: address }, { weight: 1, arbitrary: address6 }), port)
      .map(([host, number]) => `${host.includes(':') ? `[${host}]` : host}:${number}`),
    { minLength: 3, maxLength: 6 },
  ),
});

export function randomCases(count: number, seed: number): Case[] {
  return fc.sample(lists, { numRuns: count, seed }).map(({ entries, others }) =>
    caseOf(
      entries.map(({ to, ports }, i) => own(`c${i}`, to, ports)),
      others,
    ),
  );
}

/** A security group opens the port of a name to any address. */
export function own(name: string, to: readonly string[], ports: readonly (number | string)[]): Connection {
  const hasNames = to.some((text) => !text.includes('/'));
  return Connection.custom({
    name,
    to: [...to],
    ports: [...ports],
    reason: 'of a random list',
    speaks: 'tls',
    ...(hasNames ? { unenforceable: 'port-only' } : {}),
  });
}

export function caseOf(connections: readonly Connection[], others: readonly string[] = []): Case {
  const plan = Plan.of([...connections], {
    harness: HarnessPlatform.of({ cluster: 'prod1' }),
    reach: { harness: [`${HARNESS}/32`] },
    asOf: '2026-11-26',
  }).on(Target.AWS_SECURITY_GROUP);
  const { rules } = plan;
  // What the plan opens is nothing to call closed.
  const closed = others.filter((text) => {
    const [, six, four, number] = /^(?:\[(.+)\]|(.+)):(\d+)$/.exec(text)!;
    return !isOpen(
      rules.filter(({ enforcement }) => enforcement !== 'port-only'),
      six ?? four!,
      Number(number),
    );
  });
  return { review: reviewOf(plan), rules, others: closed };
}

/** True when the rules open a destination. */
function isOpen(rules: Rules, host: string, number: number): boolean {
  const one = reading(`${host}/${host.includes(':') ? 128 : 32}`);
  return rules.some(
    ({ port: { protocol, from, to }, destination: to6or4 }) =>
      protocol === 'tcp' && from <= number && number <= to && to6or4.covers(one),
  );
}

const known = new Map<string, Rules[number]['destination']>();
function reading(text: string): Rules[number]['destination'] {
  const found =
    known.get(text) ?? Connection.custom({ name: 'x', to: [text], ports: [1], reason: 'x' }).request.to![0]!;
  known.set(text, found);
  return found;
}

/** Outcome of a handshake with a service that is reached. */
const REACHED: Readonly<Record<Kind, string>> = {
  right: 'connected',
  mtls: 'connected',
  plain: 'no TLS',
  silent: 'silent after the handshake began',
  reset: 'reset after the handshake began',
  other: 'certificate of another',
  resigned: 'certificate not trusted',
  expired: 'certificate not valid now',
};

type Result = PreflightReport['results'][number];

function expectedOf({ key, host, port: number }: Result, rules: Rules): string {
  const isName = !/^[\d.]+$|:/.test(host);
  const answer = isName ? answerOf(host) : host.includes(':') ? { v6: host } : { v4: host };
  if (answer === 'none') {
    return 'no such name';
  }
  if (answer === 'never') {
    return 'resolver does not answer';
  }
  const reached = answer.v4 ?? answer.v6!;
  if (!isOpen(rules, reached, number)) {
    return 'dropped';
  }
  if (key.startsWith('closed ')) {
    return 'connected';
  }
  // The authority of the test is one that this machine adds, which a public service does not have.
  return key.startsWith('harness:') ? 'certificate of a proxy' : REACHED[kindAt(reached)];
}

/** True when the rules open the port to any address, as the review says. */
function isPortOnly(rules: Rules, number: number): boolean {
  return rules.some(
    ({ port: { protocol, from, to }, enforcement }) =>
      protocol === 'tcp' && from <= number && number <= to && enforcement === 'port-only',
  );
}

/** Results that are not what the rules say, and how many were judged. */
export function disagreements(report: PreflightReport, rules: Rules): { wrong: string[]; judged: number } {
  const wrong = report.results.flatMap((result) => {
    const { key, host, port: number, outcome, verdict } = result;
    const expected = expectedOf(result, rules);
    const isRight =
      !key.startsWith('closed ') ||
      verdict ===
        (expected !== 'connected' ? 'cannot tell' : isPortOnly(rules, number) ? 'as planned' : 'not as planned');
    return outcome === expected && isRight
      ? []
      : [`${key} ${host}:${number} is ${outcome}, ${verdict}; expected ${expected}`];
  });
  return { wrong, judged: report.results.length };
}
