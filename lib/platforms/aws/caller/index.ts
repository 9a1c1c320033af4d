import { roleOf } from './role';
import { FUNCTIONS, SCRIPT } from './script';
import { simulation } from './simulate';
import { callerOf } from './sts';
import { AccessError, show } from '../../../base';
import type { ExpectedCaller, PlatformCaller } from '../../../platform';

/** An ARN of a role, or its name with or without its path. */
const ROLE = /^(?:arn:([a-z0-9-]+):iam::(\d{12}):role\/)?(?:[\w+=,.@-]+\/){0,8}([\w+=,.@-]{1,64})$/;
const ACCOUNT = /^\d{12}$/;

export const caller: PlatformCaller = {
  grants: ({ kind }) => kind === 'managed policy' || kind === 'statement',
  ask: callerOf,
  expected: ({ role, account }, flags) => {
    if (flags.role !== undefined) {
      return expectedRole(flags.role, account, flags.role);
    }
    // A review of an app that the deployment names has the path of a construct.
    return role !== undefined && role.startsWith('arn:') && ROLE.test(role)
      ? expectedRole(role, account, role)
      : undefined;
  },
  simulation,
  script: SCRIPT,
  functions: FUNCTIONS,
};

/** @throws AccessError `InvalidRole` */
function expectedRole(text: string, place: string | undefined, given: string): ExpectedCaller {
  const [, partition, own, name] = ROLE.exec(text) ?? [];
  if (name === undefined) {
    throw AccessError.of(
      'InvalidRole',
      `\`--role\` must be the ARN or the name of a role, such as \`arn:aws:iam::111122223333:role/harness\`, got ${show(given)}`,
    );
  }
  const account = own ?? (place !== undefined && ACCOUNT.test(place) ? place : undefined);
  return {
    text: account === undefined || own !== undefined ? text : `${text} of account ${account}`,
    is: (who) => {
      const role = roleOf(who);
      return (
        role !== undefined &&
        role.name === name &&
        (account === undefined || role.account === account) &&
        (partition === undefined || role.partition === partition)
      );
    },
    ...(account === undefined ? { unsure: 'its account is not known here: name the role by its ARN' } : {}),
  };
}
