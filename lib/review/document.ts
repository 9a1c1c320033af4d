import { choice, constant, list, object, plain } from '../base';
import { CREDENTIAL, PERMISSION } from './permission';
import { PORT } from './port';
import { REASON } from './reason';
import { FINDING } from './review-finding';
import { RULE } from './rule';

/**
 * A plan on a target as plain data: what every page, picture and comparison is made of, and what a file keeps. It has no
 * clock and no path in it: the same plan gives the same document, to the byte.
 */

export const REVIEW_FORMAT = 'harness-delegate-access/review';
/** Goes up when a field changes its meaning or goes away; a new field leaves it as it is. Version 1 has no `where`. */
export const REVIEW_VERSION = 2;

const TARGET = object(
  'ReviewTarget',
  {
    name: plain.required().doc('Such as `aws-security-group`.'),
    title: plain.required(),
    platform: plain.required().doc('Id of its platform.'),
  },
  { isOpen: true },
);

const WHERE = object(
  'ReviewWhere',
  { account: plain, project: plain, network: plain, cluster: plain },
  { isOpen: true },
);

export const REVIEW = object(
  'ReviewDocument',
  {
    format: constant(REVIEW_FORMAT).required(),
    version: constant(REVIEW_VERSION).required(),
    catalogVersion: plain.required().doc('Edition of the facts.'),
    profile: choice(['documented', 'recommended']).required(),
    target: TARGET.required(),
    where: WHERE.required().doc('Where it is put, as far as that is known.'),
    asOf: plain.required().doc('The day against which acknowledgements ran out, `YYYY-MM-DD`.'),
    ports: list(PORT).required().doc('Every port of every connection, asked for or not.'),
    rules: list(RULE).required().doc('What is let out, each thing once, in canonical order; before any minimising.'),
    permissions: list(PERMISSION).required().doc("What the target's platform must grant."),
    credentials: list(CREDENTIAL).required(),
    findings: list(FINDING).required(),
    reasons: list(REASON)
      .required()
      .doc('Why something is open or allowed, by the name that rules and templates carry.'),
  },
  { isOpen: true },
);
