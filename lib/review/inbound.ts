import { object, plain } from '../base';
import { SOURCE } from './source';

/** Inbound traffic that a construct allows, in a review. */
export const INBOUND = object(
  'ReviewInbound',
  {
    port: plain.required(),
    from: plain.required().doc('The group or the block that it comes from.'),
    why: plain.required(),
    source: SOURCE.required(),
  },
  { isOpen: true },
);
