import { bool, choice, integer, list, object, plain } from '../base';
import { ENFORCEMENTS, type Rule } from '../network';
import type { Flow } from '../plan';
import type { WrittenRules } from '../platform';
import type { ReviewRule } from './types';

const DESTINATION = object(
  'ReviewDestination',
  {
    kind: choice(['cidr', 'hostname', 'deploy-time', 'native']).required(),
    key: plain.required().doc('Identity; the block or the host name itself for the first two kinds.'),
    text: plain.required(),
    family: choice(['ipv4', 'ipv6']),
    isKnown: bool.doc('True for a destination of one platform whose key says all of it, such as pods by their labels.'),
  },
  { isOpen: true },
);

const PORT_NUMBER = integer(1, 65535);

/** An egress rule, in a review. */
export const RULE = object(
  'ReviewRule',
  {
    protocol: choice(['tcp', 'udp']).required(),
    from: PORT_NUMBER.required(),
    to: PORT_NUMBER.required(),
    destination: DESTINATION.required(),
    enforcement: choice(ENFORCEMENTS).required(),
    reasons: list(plain).required().doc('Keys of `reasons`.'),
    writtenIn: list(plain).doc('Names of the firewall rules that carry it, where they have one.'),
  },
  { isOpen: true },
);

export function ruleOf(rule: Rule<Flow>, written?: WrittenRules): ReviewRule {
  const { port, destination, enforcement, reasons } = rule;
  const { protocol, from, to } = port;
  const { kind, text, family, native } = destination;
  const isKnown = native?.isNamedByValue;
  const key = kind === 'cidr' || kind === 'hostname' ? text : destination.key;
  const keys = [...new Set(reasons.map((reason) => reason.key))];
  const writtenIn = written?.carriersOf(rule);
  return {
    protocol,
    from,
    to,
    destination: { kind, key, text, family, isKnown },
    enforcement,
    reasons: keys,
    writtenIn,
  };
}
