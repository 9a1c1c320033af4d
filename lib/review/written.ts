import { choice, integer, object, plain } from '../base';

/** A firewall rule of the template, in a review: a change of the list that gives it another name is not in place. */
export const WRITTEN = object(
  'ReviewWrittenRule',
  {
    name: plain.required(),
    action: choice(['allow', 'deny', 'observe'])
      .required()
      .doc('`deny` and `observe` are for all other egress, which `observe` allows and logs.'),
    connection: plain.doc('Of a rule that allows.'),
    priority: integer(0, 2_147_483_647).doc('Its own, when the platform numbers every rule.'),
  },
  { isOpen: true },
);
