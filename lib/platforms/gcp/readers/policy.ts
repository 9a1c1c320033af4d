import { PlaceChoice } from './choice';
import { isDefinite, isSame, labelOf, type Answer, type Place } from './place';

/** A policy in effect in a network. */
export interface Association {
  readonly policy: Place;
  readonly network: Place;
}

/** The firewall policies that are in effect in the chosen network. */
export class PolicyChoice {
  private readonly choice: PlaceChoice;
  private readonly hierarchicalKinds: ReadonlySet<string | undefined>;
  /** True when the policy is the only thing that tells whose rules they are. */
  private readonly isAlone: boolean;

  /** @throws AccessError `SeveralPolicies`, `UnknownPolicy` */
  public constructor(
    private readonly wanted: string | undefined,
    private readonly places: readonly Place[],
    hierarchical: readonly Place[],
    private readonly associations: readonly Association[],
    private readonly network: PlaceChoice,
  ) {
    const inEffect = places.filter((place) => this.association(place) !== 'no');
    this.choice = PlaceChoice.of('policy', wanted, wanted === undefined ? inEffect : places, hierarchical);
    this.hierarchicalKinds = new Set(hierarchical.map(({ kind }) => kind));
    this.isAlone = network.place === undefined && !network.hasRules;
  }

  public answer(place: Place): Answer {
    const associated = this.association(place);
    if (associated === 'yes' || (associated === 'no' && this.wanted === undefined)) {
      return associated;
    }
    // A policy of a folder or an organization is chosen beside those of the network.
    const isBeside = this.choice.place?.kind !== undefined && this.hierarchicalKinds.has(this.choice.place.kind);
    const answer = isBeside ? associated : this.choice.answer(place);
    const isChosen = this.wanted !== undefined || this.isAlone;
    return answer === 'yes' && !isChosen ? associated : answer;
  }

  /** A policy of a folder or an organization applies only when the user says so. */
  public hierarchical(place: Place): Answer {
    return this.wanted !== undefined && this.choice.answer(place) === 'yes' ? 'yes' : 'maybe';
  }

  public about(): string[] {
    const { place } = this.choice;
    return this.places.length === 0 || place === undefined ? [] : [`policy ${labelOf(place)}`];
  }

  /** Tells if a policy is in effect in the chosen network, as far as the template associates it with any. */
  private association(place: Place): Answer {
    const own = this.associations
      .map(({ policy, network }) => ({ isPolicy: isSame(policy, place), network }))
      .filter(({ isPolicy }) => isPolicy !== 'no');
    const chosen = this.network.place;
    if (own.length === 0 || chosen === undefined) {
      return 'maybe';
    }
    const answers = own.map(({ isPolicy, network }): Answer => {
      const answer = isDefinite(network) || network.expression !== undefined ? this.network.answer(network) : 'maybe';
      return answer === 'yes' && isPolicy === 'maybe' ? 'maybe' : answer;
    });
    return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
  }
}
