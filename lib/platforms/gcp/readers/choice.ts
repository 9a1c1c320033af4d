import { isDefinite, isSame, labelOf, type Answer, type Place } from './place';
import { groupBy, oneOf, show } from '../../../base';
import { refuse } from '../../../platform';

/** The one network, policy or set of machines whose rules count. */

/** Choices of which only one is the delegate's, with the words of their errors. */
const SEVERAL = {
  network: { code: 'SeveralNetworks', words: 'of several networks' },
  policy: { code: 'SeveralPolicies', words: 'of several firewall policies' },
  machines: { code: 'SeveralMachines', words: 'for several sets of machines' },
} as const;

const UNKNOWN = {
  network: { code: 'UnknownNetwork', words: 'of the network' },
  policy: { code: 'UnknownPolicy', words: 'of the policy' },
} as const;

/** @throws AccessError `SeveralNetworks`, `SeveralPolicies`, `SeveralMachines` */
export function refuseSeveral(kind: keyof typeof SEVERAL, names: readonly string[], when = names.length > 1): void {
  const { code, words } = SEVERAL[kind];
  refuse({
    when,
    code,
    message: `the template has egress rules ${words}; choose the delegate's with \`${kind}\`: ${names.map(show).join(', ')}`,
  });
}

/** A choice among the places that rules are of. */
export class PlaceChoice {
  /**
   * @param made places that the template makes: they may be chosen without any rule
   * @throws AccessError `SeveralNetworks`, `UnknownNetwork`, `SeveralPolicies`, `UnknownPolicy`
   */
  public static of(
    kind: 'network' | 'policy',
    wanted: string | undefined,
    places: readonly Place[],
    made: readonly Place[] = [],
  ): PlaceChoice {
    const distinct = distinctOf(places);
    return new PlaceChoice(
      wanted === undefined ? onlyOne(kind, distinct) : named(kind, wanted, distinct, distinctOf(made)),
      [...distinct, ...made],
      places.length > 0,
    );
  }

  private readonly ambiguous: ReadonlySet<string>;

  /**
   * @param place the chosen one; `undefined` when nothing tells which one it is
   * @param all every place of a rule
   */
  private constructor(
    public readonly place: Place | undefined,
    all: readonly Place[],
    /** True when some rule is of one of them. */
    public readonly hasRules: boolean,
  ) {
    this.ambiguous = new Set(severalProjects(all));
  }

  /** Its name; `network` is the word before it. */
  public text(word: string): string {
    return this.place === undefined ? `${word} that is not known` : `${word} ${labelOf(this.place)}`;
  }

  public answer(place: Place): Answer {
    if (this.place === undefined) {
      return 'maybe';
    }
    const answer = isSame(place, this.place);
    const isUnsure = (place.project === undefined) !== (this.place.project === undefined);
    return answer === 'yes' && isUnsure && place.name !== undefined && this.ambiguous.has(place.name)
      ? 'maybe'
      : answer;
  }
}

/** The only place; without a definite one, the only expression. */
function onlyOne(kind: 'network' | 'policy', places: readonly Place[]): Place | undefined {
  const definite = places.filter(isDefinite);
  const candidates = definite.length > 0 ? definite : places.filter(({ expression }) => expression !== undefined);
  const names = namesOf(candidates);
  refuseSeveral(kind, names);
  // The one that says most of itself.
  return candidates.find(({ address, name }) => address !== undefined && name !== undefined) ?? candidates[0];
}

function named(
  kind: 'network' | 'policy',
  wanted: string,
  places: readonly Place[],
  made: readonly Place[],
): Place | undefined {
  const all = [...places, ...made];
  const found = all.filter((place) => isCalled(place, wanted));
  refuseSeveral(kind, namesOf(found));
  const mayBe = places.some((place) => !isDefinite(place) || place.name === undefined);
  const names = namesOf(all.filter((place) => isDefinite(place) || place.expression !== undefined));
  refuse({
    when: found.length === 0 && !mayBe,
    code: UNKNOWN[kind].code,
    message: `no egress rule of the template is ${UNKNOWN[kind].words} ${show(wanted)}; ${names.length === 0 ? 'it has none' : `it has ${oneOf(names)}`}`,
  });
  return (
    found.find(({ address, name }) => address !== undefined && name !== undefined) ??
    found[0] ?? { name: wanted.slice(wanted.lastIndexOf('/') + 1), text: wanted }
  );
}

/** True when the user may call it so: by name, path, URL, address or expression. */
function isCalled(place: Place, wanted: string): boolean {
  const { name, project, region, address, text } = place;
  const path = wanted.replace(/^https:\/\/[^/]+\/(?:compute\/)?(?:v1|beta)\//, '');
  const isPath = /^(?:projects\/([^/]+)\/)?(?:global|regions\/([^/]+))\/\w+\/([^/]+)$/.exec(path);
  return (
    [text, address, name === undefined ? undefined : labelOf(place)].includes(wanted) ||
    (name !== undefined &&
      isPath?.[3] === name &&
      [undefined, project ?? isPath[1]].includes(isPath[1]) &&
      [undefined, region ?? isPath[2]].includes(isPath[2]))
  );
}

/** A place of each kind once; a place that is made, and its name elsewhere, are one. */
function distinctOf(places: readonly Place[]): Place[] {
  const keyOf = ({ name, project, region, kind, address, expression }: Place): string =>
    JSON.stringify([name, project, region, kind, address, expression]);
  return [...groupBy(places, keyOf).values()].map(([first]) => first!);
}

/** Their names; with the project where two projects have one name, and the address where two resources have. */
function namesOf(places: readonly Place[]): string[] {
  const several = new Set(severalProjects(places));
  const nameOf = (place: Place): string =>
    place.name !== undefined && place.project !== undefined && several.has(place.name)
      ? `${place.project}/${labelOf(place)}`
      : labelOf(place);
  const told = places.filter(({ name, project }) => name === undefined || project !== undefined || !several.has(name));
  return [...groupBy(told, nameOf)].flatMap(([name, same]) => {
    const made = new Set(same.flatMap(({ isMade, address }) => (isMade === true ? address! : [])));
    return made.size > 1 ? [...made] : [name];
  });
}

/** Names that places of several projects have. */
function severalProjects(places: readonly Place[]): string[] {
  const byName = groupBy(
    places.filter(({ name, project }) => name !== undefined && project !== undefined),
    ({ name }) => name!,
  );
  return [...byName].flatMap(([name, same]) => (new Set(same.map(({ project }) => project)).size > 1 ? [name] : []));
}
