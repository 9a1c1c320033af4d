import type { AllowRule } from './firewall-rules';
import { terraformText } from './terraform-text';
import { listWithin } from '../../base';

/** Longest description that Compute Engine takes. https://cloud.google.com/compute/docs/reference/rest/v1/firewalls */
const MAX_DESCRIPTION = 2048;

/** Every address, a family at a time: a rule holds blocks of one family only. */
export const EVERYTHING = [
  ['ipv4', '0.0.0.0/0'],
  ['ipv6', '::/0'],
] as const;
/** `on`: two rules deny all other egress; `observe`: two rules allow and log it. */
export type DenyChoice = 'on' | 'observe';
/** Logs of the rules: connections with metadata, without it, or none. */
export type LoggingChoice = 'all' | 'no metadata' | 'off';

export const DENY_DESCRIPTION = 'Harness Delegate: nothing else gets out';
export const OBSERVE_DESCRIPTION = 'Harness Delegate: all other egress, allowed and logged';

/** `Harness Delegate, jenkins: jenkins:443 (address)`. */
export function describe({ connection, reasons, enforcement }: AllowRule): string {
  const [before, after] = [`Harness Delegate, ${connection}: `, ` (${enforcement})`];
  return terraformText(before + listWithin(reasons, MAX_DESCRIPTION - before.length - after.length) + after);
}
