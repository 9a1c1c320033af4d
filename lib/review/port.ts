import { bool, choice, list, object, plain } from '../base';
import { REACH_KINDS, reasonKey } from '../plan';
import type { Line } from '../platform';
import { enforcementOf, openTo, reachedThrough, sortedNames, wayOf, whyOf } from './lines';
import { SOURCE, sourceOf } from './source';
import type { ReviewPort } from './types';

const WAY = object(
  'ReviewWay',
  {
    through: choice(['name', 'address', 'endpoint', 'proxy']).required().doc('First thing on the way.'),
    via: plain.required().doc('The part of the list that sets it: `to`, `reach.awsServices.ecs`, `host names`.'),
    hosts: list(plain).required().doc('Host names behind it, as far as they are known.'),
    to: list(plain).required(),
    ports: list(plain).doc('Ports of the proxy.'),
  },
  { isOpen: true },
);

/** A port of a connection, in a review. */
export const PORT = object(
  'ReviewPort',
  {
    key: plain.required().doc('The name under which rules, templates and `reasons` carry it: `jenkins:443`.'),
    connection: plain.required(),
    row: plain.required().doc('Id of the row, `custom`, `ssh`, `harness` or `dns`.'),
    port: plain.required(),
    kind: choice(REACH_KINDS).typed('ReachKind').required(),
    asked: bool.required().doc('True when the plan requests it.'),
    reachable: bool.required().doc('True when it is open, requested or not.'),
    destination: plain
      .required()
      .doc('Destination, or, when the port is not requested, the connections through which it is reachable.'),
    askedFor: list(plain).required().doc('Requested destinations: blocks, host names, names of values.'),
    reached: list(plain)
      .required()
      .doc('Destinations that the platform opens; other ones than `askedFor` where it cannot match those.'),
    ways: list(WAY).doc('Ways to these destinations, each with the host names behind it.'),
    enforcement: plain.required(),
    verdict: plain.required(),
    why: plain.required(),
    sources: list(SOURCE).required(),
  },
  { isOpen: true },
);

export function portOf(line: Line): ReviewPort {
  const { decision, rules } = line;
  const { statement, place, open, kind } = decision;
  return {
    key: reasonKey(decision),
    connection: decision.connection,
    row: decision.id,
    port: decision.port.text,
    kind,
    asked: open,
    reachable: rules.length > 0,
    destination: open ? openTo(line) : reachedThrough(line),
    askedFor: sortedNames(place.destinations.map(({ text }) => text)),
    reached: sortedNames(rules.map((rule) => rule.destination.text)),
    ...(open ? { ways: place.ways.map(wayOf) } : {}),
    enforcement: open ? enforcementOf(line) : '',
    verdict: statement.verdict,
    why: whyOf(decision),
    sources: [...new Set([...statement.sources, ...(open ? place.hostSources : [])])].map(sourceOf),
  };
}
