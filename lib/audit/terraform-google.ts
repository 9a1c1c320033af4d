import { AccessError, oneOf, show } from '../base';
import { evaluate } from './google-evaluation';
import { googleRules, isGoogleEgress, machinesOf } from './google-rule';
import type { Collector } from './outgoing';
import type { TerraformResource } from './terraform';

/**
 * What the firewall rules and policies of a template let out, for one set of machines: the rules that target it, and
 * those for all machines.
 *
 * @param machines the service accounts, tags or secure tags of the delegate's machines, as the template has them
 * @throws AccessError `SeveralMachines`, `UnknownMachines`
 */
export function readGoogleRules(
  resources: readonly TerraformResource[],
  machines: string | undefined,
  collector: Collector,
): void {
  const rules = resources.filter(isGoogleEgress);
  if (rules.length === 0) {
    return;
  }
  const wanted = choose(
    [...new Set(rules.map(machinesOf))].filter((targets) => targets !== ''),
    machines,
  );
  const own = rules.filter((rule) => ['', wanted].includes(machinesOf(rule)));
  collector.read.push(...own.map(({ address }) => address));
  evaluate(
    own.flatMap((rule) => googleRules(rule, collector)),
    collector,
  );
}

function choose(sets: readonly string[], machines: string | undefined): string | undefined {
  const shown = sets.map((targets) => show(targets));
  if (machines === undefined) {
    if (sets.length > 1) {
      throw AccessError.of(
        'SeveralMachines',
        `the template has egress rules for several sets of machines; say which is the delegate's with \`machines\`: ${shown.join(', ')}`,
      );
    }
    return sets[0];
  }
  if (!sets.includes(machines)) {
    const has = sets.length === 0 ? 'its rules hold for all machines' : `it has ${oneOf(sets)}`;
    throw AccessError.of(
      'UnknownMachines',
      `no egress rule of the template is for the machines ${show(machines)}; ${has}`,
    );
  }
  return machines;
}
