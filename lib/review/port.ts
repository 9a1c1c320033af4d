import { bool, choice, list, object, plain } from '../base';
import { REACH_KINDS, reasonKey, spokenOn } from '../plan';
import type { LayeredLine, Line, TargetFacts } from '../platform';
import { openTo, reachedThrough, sortedNames, wayOf, whyOf } from './lines';
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

const PORT_ON_LAYER = object(
  'ReviewPortOnLayer',
  {
    target: plain.required().doc('Name of the target.'),
    enforcement: plain
      .required()
      .doc('Enforcement by all its rules together; empty when it is closed there, or not judged.'),
    closes: list(plain).required().doc('Destinations that it cannot carry, and closes.'),
    judges: bool.required().doc('False when some of the traffic is not for this layer to judge.'),
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
    page: SOURCE.doc('Page of Harness that the row is from; not set for a row of the table, and for what is no row.'),
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
    speaks: list(plain).doc('Protocols: `tls` and `http` show the name of the destination.'),
    enforcement: plain
      .required()
      .doc(
        'Enforcement by all layers together: of each, by the widest rule that passes the port; of all, the strongest.',
      ),
    layers: list(PORT_ON_LAYER).doc(
      'Of an open port, where there are several layers, or one cannot carry or does not judge it.',
    ),
    verdict: plain.required(),
    why: plain.required(),
    sources: list(SOURCE).required(),
  },
  { isOpen: true },
);

/** @param target the only layer, where the line is not of several */
export function portOf(line: Line | LayeredLine, target: TargetFacts): ReviewPort {
  const { decision, rules } = line;
  const { statement, place, open, kind } = decision;
  // Another layer may close what this one passes.
  const isClosed = open && line.enforcement.length === 0 && line.isCut && !line.isUnfiltered;
  return {
    key: reasonKey(decision),
    connection: decision.connection,
    row: decision.id,
    ...(decision.page === undefined ? {} : { page: sourceOf(decision.page) }),
    port: decision.port.text,
    kind,
    asked: open,
    reachable: !isClosed && (rules.length > 0 || line.isUnfiltered),
    destination: isClosed ? closedBy(line, target) : open ? openTo(line) : reachedThrough(line),
    askedFor: sortedNames(place.destinations.map(({ text }) => text)),
    reached: isClosed ? [] : sortedNames(rules.map((rule) => rule.destination.text)),
    ...(open ? { ways: place.ways.map(wayOf) } : {}),
    speaks: spokenOn(statement, decision.port).what,
    enforcement: open ? line.enforcement.join(', ') : '',
    ...layersOf(line, target),
    verdict: statement.verdict,
    why: whyOf(decision),
    sources: [...new Set([...statement.sources, ...(open ? place.hostSources : [])])].map(sourceOf),
  };
}

/** A requested port of which nothing gets through. */
function closedBy(line: Line | LayeredLine, target: TargetFacts): string {
  const closing = 'layers' in line ? line.layers.filter(({ state }) => state.isCut) : [{ target }];
  const requested = sortedNames(line.decision.place.destinations.map(({ text }) => text));
  return `closed by ${closing.map((layer) => layer.target.title).join(', ')} (requested: ${requested.join(', ')})`;
}

/** Each layer's part in an open port; nothing where the only layer carries all of it. */
function layersOf(line: Line | LayeredLine, target: TargetFacts): Pick<ReviewPort, 'layers'> {
  const layers = 'layers' in line ? line.layers : [{ target, state: line }];
  const [only] = layers;
  if (only === undefined || (layers.length === 1 && !only.state.isCut && !only.state.isUnfiltered)) {
    return {};
  }
  return {
    layers: layers.map(({ target: { name }, state }) => ({
      target: name,
      enforcement: state.enforcement.join(', '),
      closes: sortedNames(state.closes.map(({ destination }) => destination.text)),
      judges: !state.isUnfiltered,
    })),
  };
}
