import { awsGrants as grants } from './grants';
import { DNS_FIREWALL, NETWORK_FIREWALL_RESOLVED } from './targets';
import type { Plan } from '../../plan';
import { PlanOnTarget } from '../../platform';

/**
 * Names that a delegate must be able to resolve, as a domain list of Route 53 Resolver DNS Firewall takes them: sorted, each once; `*.x` is every
 * name below x.
 *
 * @example
 * ```ts
 * const domains = toDomainList(Plan.fromFile('connections.yaml'));
 * ```
 */
export function toDomainList(plan: Plan): string[] {
  return domainsOf(domainPlan(plan));
}

/** The plan on the list. Names that the list cannot have are the matter of the layer that checks the traffic. */
export function domainPlan(plan: Plan): PlanOnTarget {
  return new PlanOnTarget(plan, DNS_FIREWALL, { grants }, [DNS_FIREWALL, NETWORK_FIREWALL_RESOLVED]);
}

export function domainsOf({ rules }: Pick<PlanOnTarget, 'rules'>): string[] {
  return [...new Set(rules.flatMap(({ destination }) => destination.hostname ?? []))].sort();
}
