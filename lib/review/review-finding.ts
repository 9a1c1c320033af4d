import { choice, integer, object, plain } from '../base';
import type { Finding } from '../plan';
import { SOURCE, sourceOf } from './source';
import type { ReviewFinding } from './types';

const ACCEPTED = object('ReviewAcknowledgement', { reason: plain.required(), until: plain }, { isOpen: true });

const MAX = 2 ** 31 - 1;
const PLACE = object(
  'ReviewPlace',
  { file: plain.required(), line: integer(1, MAX).required(), column: integer(1, MAX).required() },
  { isOpen: true },
);

/** Something that a reviewer should know, in a review. */
export const FINDING = object(
  'ReviewFinding',
  {
    key: plain.required(),
    finding: plain.required(),
    connection: plain.required(),
    port: plain,
    severity: choice(['warning', 'notice']).required(),
    what: plain.required(),
    why: plain.required(),
    fix: plain.required(),
    source: SOURCE,
    at: PLACE.doc('Place of the connection, when the list is a file; not compared between reviews.'),
    acknowledged: ACCEPTED.doc('Present when it is acknowledged, with the reason.'),
  },
  { isOpen: true },
);

export function findingOf(found: Finding): ReviewFinding {
  const { key, finding, connection, port, severity, what, why, fix, at, acknowledged } = found;
  const source = found.source && sourceOf(found.source);
  return { key, finding, connection, port, severity, what, why, fix, source, at, acknowledged };
}
