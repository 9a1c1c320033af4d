import { PlaceChoice } from './choice';
import { evaluate } from './evaluation';
import { MachineChoice } from './machines';
import { inOrder } from './order';
import { isSame, madeBy, placeOf, type Answer, type Place } from './place';
import { PolicyChoice, type Association } from './policy';
import { googleRules, HIERARCHICAL, isGoogleEgress, levelOf, mayAllow, VPC, withoutComputed } from './rule';
import {
  ANYTHING,
  bareAddress,
  type Collector,
  type TerraformIndex,
  type TerraformResource,
} from '../../../platform/template';

/** Choice of the delegate's firewall rules in a template. */
export interface GoogleChoice {
  readonly machines?: string | undefined;
  readonly network?: string | undefined;
  readonly policy?: string | undefined;
}

const NETWORK = 'google_compute_network';
const ASSOCIATION = /^google_compute_(?:region_)?network_firewall_policy_association$/;

/**
 * The egress that the firewall rules and policies of a template allow, for one set of machines in one network: the
 * rules that target it, and those for all machines. A rule that may be of another network, policy or set of machines is
 * neither dropped nor certain.
 *
 * @returns the resources that were read
 * @throws AccessError `SeveralMachines`, `SeveralNetworks`, `UnknownNetwork`, `SeveralPolicies`, `UnknownPolicy`
 */
export function readGoogleRules(
  index: TerraformIndex,
  choice: GoogleChoice,
  collector: Collector,
): readonly TerraformResource[] {
  const scope = new Scope(index, choice);
  const inPlace = scope.rules.filter((rule) => scope.placeAnswer(rule) !== 'no');
  const machines = new MachineChoice(inPlace, index, choice.machines, mayAllow);
  const own = inPlace.filter((rule) => machines.answer(rule) !== 'no');
  if (own.length === 0) {
    scope.reportNothing(collector);
    return own;
  }
  scope.about().forEach((what) => collector.isAbout(what));
  collector.isAbout(machines.about);
  own.forEach(({ address }) => collector.read.push(address));
  const rules = own.flatMap((rule) => {
    const doubts = [...scope.doubtsOf(rule), ...machines.doubtsOf(rule)];
    doubts.forEach((doubt) => collector.cannotTell(rule.address, doubt, scope.isRead(rule) ? undefined : ANYTHING));
    return googleRules(rule, doubts.length === 0, collector);
  });
  evaluate(inOrder(rules, scope.ownNetworks(), collector), collector);
  return own;
}

/** The rules of a template, and the network and the policies that count. */
class Scope {
  public readonly rules: readonly TerraformResource[];
  private readonly places = new Map<TerraformResource, Place>();
  private readonly networks: readonly TerraformResource[];
  private readonly network: PlaceChoice;
  private readonly policy: PolicyChoice;

  public constructor(
    private readonly index: TerraformIndex,
    choice: GoogleChoice,
  ) {
    this.rules = index.resources.map(withoutComputed).filter(isGoogleEgress);
    this.rules.forEach((rule) => this.places.set(rule, this.ofRule(rule)));
    this.networks = index.resources.filter(({ type }) => type === NETWORK);
    const associations = this.associations();
    const made = [...this.networks.map(madeBy), ...associations.map(({ network }) => network)];
    const of = (...levels: number[]): Place[] =>
      this.rules.filter((rule) => levels.includes(levelOf(rule) ?? -1)).map((rule) => this.places.get(rule)!);
    this.network = PlaceChoice.of('network', choice.network, of(VPC), made);
    this.policy = new PolicyChoice(choice.policy, of(2, 3), of(HIERARCHICAL), associations, this.network);
  }

  /** Tells if a rule is of the chosen network or policy. */
  public placeAnswer(rule: TerraformResource): Answer {
    const place = this.places.get(rule)!;
    const level = levelOf(rule);
    return level === undefined
      ? 'yes'
      : level === VPC
        ? this.network.answer(place)
        : level === HIERARCHICAL
          ? this.policy.hierarchical(place)
          : this.policy.answer(place);
  }

  public doubtsOf(rule: TerraformResource): string[] {
    if (this.placeAnswer(rule) !== 'maybe') {
      return [];
    }
    const { text } = this.places.get(rule)!;
    const level = levelOf(rule);
    return level === VPC
      ? [`whether it is of the ${this.network.text('network')}: its network is ${text}`]
      : level === HIERARCHICAL
        ? ['whether its policy applies to the project of the delegate']
        : [`whether its policy ${text} applies to the ${this.network.text('network')}`];
  }

  public isRead(rule: TerraformResource): boolean {
    return levelOf(rule) !== undefined;
  }

  public about(): string[] {
    const hasVpc = this.rules.some((rule) => levelOf(rule) === VPC);
    return [
      ...(hasVpc || this.network.place !== undefined ? [this.network.text('network')] : []),
      ...this.policy.about(),
    ];
  }

  /** Networks of the template that may be the chosen one. */
  public ownNetworks(): TerraformResource[] {
    const { place } = this.network;
    return this.networks.filter((network) => place === undefined || isSame(madeBy(network), place) !== 'no');
  }

  /** Google Cloud allows what no rule denies: a template without egress rules closes nothing, and shows nothing. */
  public reportNothing(collector: Collector): void {
    const known = this.index.resources.filter(({ type }) => type === NETWORK || levelOf({ type }) !== undefined);
    if (known.length > 0) {
      collector.cannotTell(
        'the template',
        `no egress rule was read beside ${known.slice(0, 3).map(bareAddress).join(', ')}; Google Cloud allows all egress that no rule denies`,
        ANYTHING,
      );
    }
  }

  private ofRule(rule: TerraformResource): Place {
    const { network, firewall_policy: policy } = rule.values;
    if (levelOf(rule) === VPC) {
      return placeOf(network, rule, this.index);
    }
    return { ...placeOf(policy, rule, this.index), kind: String(levelOf(rule)) };
  }

  private associations(): Association[] {
    return this.index.resources
      .filter(({ type }) => ASSOCIATION.test(type))
      .map((resource) => {
        const { firewall_policy: policy, attachment_target: target } = resource.values;
        const kind = resource.type.includes('_region_') ? '3' : '2';
        return {
          policy: { ...placeOf(policy, resource, this.index), kind },
          network: { ...placeOf(target, resource, this.index), region: undefined },
        };
      });
  }
}
