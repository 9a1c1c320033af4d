import { AccessError } from '../../base';
import { Cidr } from '../../network';
import type { Plan } from '../../plan';

/** A list that opens IPv6 is judged only where the source has IPv6 too. @throws AccessError `MissingSource` */
export function checkFamilies(plan: Plan, blocks: readonly string[] | undefined): void {
  const opensIpv6 =
    plan.reach.families.includes('ipv6') || plan.flows.some(({ destination: { family } }) => family === 'ipv6');
  // A block that is known at deployment only may be of either family.
  const mayHaveIpv6 = blocks === undefined || blocks.some((text) => familyOf(text) !== 'ipv4');
  if (opensIpv6 && !mayHaveIpv6) {
    throw AccessError.of(
      'MissingSource',
      'the list opens IPv6, and the source has no IPv6 block, so the IPv6 of the delegate would not be judged; add its IPv6 block to the blocks of the source',
    );
  }
}

function familyOf(text: string): string | undefined {
  try {
    return Cidr.parse(text).family;
  } catch {
    return undefined;
  }
}
