import { show, throwIfAny, type Problem } from '../base';

/** Quotas of an account, checked. */

/** A positive whole number, for a single quota. @throws AccessError `InvalidQuota` */
export function checkQuota(name: string, value: unknown, max?: number): void {
  throwIfAny(quotaProblemsOf(name, value, max));
}

export function quotaProblemsOf(name: string, value: unknown, max = Number.MAX_SAFE_INTEGER): Problem[] {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max) {
    return [];
  }
  const range = max === Number.MAX_SAFE_INTEGER ? 'a positive integer' : `an integer between 1 and ${max}`;
  return [{ code: 'InvalidQuota', message: `\`${name}\` must be ${range}, got ${show(value)}` }];
}
