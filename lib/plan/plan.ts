import { AccessError, compareTexts, hash, looksLikeToken, show, throwIfAny, type Problem } from '../base';
import { CATALOG_VERSION, HARNESS, type Credential } from '../catalog';
import type { Connection } from '../connection';
import { accountFindings, accountProblems, targetsOf, type PlannedTarget } from './accounts';
import { decide, type Decision } from './decision';
import { endpointsOf, type PlannedEndpoint } from './endpoints';
import type { Finding } from './finding';
import { FindingLog } from './finding-log';
import { flowsOf, type Flow } from './flow';
import { dnsDecisions, harnessDecisions, harnessFindings } from './harness-lines';
import { HarnessPlatform } from './harness-platform';
import { broadFindings, choiceFindings, ownClusterFindings, remarkFindings, wideFindings } from './list-findings';
import { optionsProblems, parseOptions, type PlanOptions, type Settings } from './options';
import type { Permission } from './permission';
import { permissionsOf } from './permissions';
import { readPlanFile, withPlaces, type PlanFile } from './plan-file';
import { conflicts, duplicates, endpointProblems, listProblems, placeProblems, proxyProblems } from './problems';
import type { Profile } from './profile';
import { publishedFindings, publishedProblems } from './published';
import { waysIn, type ParsedReach } from './reach';
import { proxiedFindings, reachFindings, serviceFindings } from './reach-findings';
import { recommendedOf, type Recommended } from './recommended';
import { inRegion, mixedPartitions, regionFindings } from './regions';
import { emptyFinding, placeFindings, portsGivenFinding, verdictFindings } from './verdict-findings';

/** A credential to create by hand, for one connection. */
export interface PlannedCredential extends Credential {
  readonly connection: string;
}

/** A target that a plan applies to; those of this library are in `Target`. */
export interface PlanTarget<T> {
  apply(plan: Plan): T;
}

/** A target that can be one of several layers on the way of the traffic. */
export interface PlanLayer<L> {
  /** @param behind further layers that the same traffic passes */
  applyBefore(plan: Plan, behind: readonly PlanLayer<L>[]): L;
}

/** The ports and permissions that a list of connections needs: pure, independent of the order of the list and of the cloud. */
export class Plan {
  /**
   * Decides every port and permission of the list.
   *
   * @throws AccessError with every problem that the list has: `EmptyList`, `DuplicateName`, `MissingDestination`,
   * `MissingMachines`, `MissingScope`, `ConflictingName` and those of the options
   *
   * @example
   * ```ts
   * const plan = Plan.of([Connection.datadog(), Connection.jenkins({ to: ['10.0.3.7/32'] })], {
   *   profile: Profile.RECOMMENDED,
   *   reach: { saas: ['10.0.0.8/32'], proxyPorts: [3128] },
   * });
   * const rules = plan.on(Target.AWS_SECURITY_GROUP).minimised;
   * ```
   */
  public static of(connections: readonly Connection[], options: PlanOptions = {}): Plan {
    return Plan.make(connections, options);
  }

  /**
   * The plan of a YAML or JSON file: a list of connections, or an object with `connections` and, optionally, `profile`,
   * `reach`, `harness` and `acknowledged`. `options` override the file.
   *
   * @throws AccessError with every problem of the file, with line and column
   *
   * @example
   * ```ts
   * const plan = Plan.fromFile('connections.yaml', { profile: Profile.RECOMMENDED });
   * const open = plan.decisions.filter((decision) => decision.open);
   * ```
   */
  public static fromFile(path: string, options: PlanOptions = {}): Plan {
    throwIfAny(optionsProblems(options));
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    const file = readPlanFile(
      path,
      given.map(([key]) => key),
    );
    const all = { ...file.options, ...Object.fromEntries(given) };
    return withPlaces(file, () => Plan.make(file.connections, all, file));
  }

  private static make(connections: readonly Connection[], options: PlanOptions, file?: PlanFile): Plan {
    const problems: Problem[] = listProblems(connections);
    const isList = problems.length === 0;
    if (isList) {
      problems.push(...duplicates(connections.map(({ name }) => name)));
    }
    const known = problems.length;
    const settings = parseOptions(options, problems);
    if (!isList || problems.length > known) {
      throw new AccessError(problems);
    }
    return Plan.decide(connections, settings!, problems, file);
  }

  private static decide(
    connections: readonly Connection[],
    settings: Settings,
    problems: Problem[],
    file?: PlanFile,
  ): Plan {
    problems.push(
      ...conflicts(connections, settings.reach),
      ...mixedPartitions(connections),
      ...accountProblems(connections),
    );
    const sorted = [...connections].sort((a, b) => compareTexts(a.name, b.name));
    return new Plan(sorted, settings, problems, file);
  }

  /** Edition of the facts. */
  public readonly catalogVersion = CATALOG_VERSION;
  public readonly profile: Profile;
  /** Every port of every connection, open or closed, with the reason; by connection and port. */
  public readonly decisions: readonly Decision[];
  /** Open traffic: one flow for each connection, port range and destination; unmerged, in canonical order. */
  public readonly flows: readonly Flow[];
  /** Permissions of the connections in every cloud; by connection, in the order of the catalogue. */
  public readonly permissions: readonly Permission[];
  /** Roles of other accounts that connections work through; by account and name. */
  public readonly targets: readonly PlannedTarget[];
  /** Connections to the cluster that the delegate runs in, by name: they need its API server alone. */
  public readonly inOwnCluster: readonly string[];
  /** Services of AWS that the plan uses, with the endpoints that a private VPC needs for them; by region and service. */
  public readonly endpoints: readonly PlannedEndpoint[];
  /** Manual steps: credentials to create in the services. */
  public readonly credentials: readonly PlannedCredential[];
  /** Findings before acknowledgement; a target and a construct add their own. */
  public readonly log: FindingLog;
  /** The day against which acknowledgements expire, `YYYY-MM-DD`. */
  public readonly asOf: string;
  public readonly reach: ParsedReach;
  /** Changes that `Profile.RECOMMENDED` would make; `undefined` under RECOMMENDED, or when it would change nothing. */
  public readonly recommended: Recommended | undefined;

  readonly #file: PlanFile | undefined;
  readonly #connections: readonly Connection[];
  readonly #settings: Settings;

  /** @param problems that the list has already */
  private constructor(
    connections: readonly Connection[],
    settings: Settings,
    problems: Problem[],
    file: PlanFile | undefined,
  ) {
    const { profile, reach, harness, acknowledged, asOf, published } = settings;
    this.#file = file;
    this.#connections = connections;
    this.#settings = settings;
    this.profile = profile;
    this.reach = reach;
    this.asOf = asOf;
    const decided = connections.map(({ name, request }) =>
      decide(name, inRegion(request, settings.region), profile, reach, settings.probes),
    );
    problems.push(...connections.flatMap((connection, i) => placeProblems(connection, decided[i]!, profile)));
    const granted = connections.map((connection) => permissionsOf(connection, profile, problems));
    problems.push(...endpointProblems(reach, decided.flat(), settings.region), ...proxyProblems(decided.flat()));
    const parts = [...new Set(waysIn(reach).map(({ via }) => via))];
    problems.push(
      ...publishedProblems(
        published,
        connections.map(({ name }) => name),
        parts,
      ),
    );
    throwIfAny(problems);

    const platform = harness ?? HarnessPlatform.PROD1;
    this.decisions = [...decided.flat(), ...dnsDecisions(reach), ...harnessDecisions(platform, reach)];
    this.flows = flowsOf(this.decisions);
    this.permissions = granted.flatMap(({ permissions }) => permissions);
    this.targets = targetsOf(connections);
    this.inOwnCluster = connections.filter(({ request }) => request.hosting === 'inherited').map(({ name }) => name);
    this.endpoints = endpointsOf(
      this.decisions,
      this.permissions,
      settings.region,
      new Set(connections.filter(({ request }) => request.to !== undefined).map(({ name }) => name)),
    );
    this.credentials = connections.flatMap((connection) => credentialsOf(connection));
    const found = [
      ...connections.flatMap((connection, i) => findingsOf(connection, decided[i]!, profile)),
      ...granted.flatMap(({ findings }) => findings),
      ...reachFindings(reach),
      ...proxiedFindings(this.flows),
      ...publishedFindings(published, asOf),
      ...connections.flatMap((connection, i) => serviceFindings(connection, decided[i]!, settings.region)),
      ...accountFindings(connections, this.permissions),
      ...ownClusterFindings(this.inOwnCluster),
      ...harnessFindings(platform, harness === undefined),
      ...connections.flatMap((connection) => regionFindings(connection, settings.region)),
    ];
    this.recommended = recommendedOf(connections, decided.flat(), profile, settings.probes);
    this.log = new FindingLog(found, { acknowledgements: acknowledged, asOf, placeOf: file?.placeOf });
  }

  /** Findings of the plan itself, with their acknowledgements; by key. */
  public get findings(): readonly Finding[] {
    return this.log.judged({ stages: ['plan'] });
  }

  /**
   * The same plan with more connections, decided by the same options.
   *
   * @throws AccessError as `Plan.of` does
   *
   * @example
   * ```ts
   * const plan = Plan.fromFile('connections.yaml');
   * const more = plan.with([Connection.custom({ name: 'mirror', to: ['10.0.9.0/24'], ports: [443], reason: 'packages' })]);
   * ```
   */
  public with(connections: readonly Connection[]): Plan {
    const all = [...this.#connections, ...connections];
    const problems = [...listProblems(all)];
    throwIfAny(problems);
    problems.push(...duplicates(all.map(({ name }) => name)));
    return Plan.decide(all, this.#settings, problems, this.#file);
  }

  /**
   * The plan as one target enforces it, or as several layers do that the same traffic passes: the first is the one whose rules
   * are written.
   *
   * @throws AccessError `UnenforceableHostname`, `NativeElsewhere`; of layers also `LayersApart`, `DuplicateLayer`
   *
   * @example
   * ```ts
   * const onTarget = Plan.fromFile('connections.yaml').on(Target.GCP_FIREWALL_POLICY);
   * const warnings = onTarget.findings.filter(({ severity, acknowledged }) => severity === 'warning' && !acknowledged);
   * const onLayers = Plan.fromFile('connections.yaml').on(Target.AWS_SECURITY_GROUP, Target.AWS_NETWORK_FIREWALL);
   * ```
   */
  public on<T>(target: PlanTarget<T>): T;
  public on<L>(first: PlanLayer<L>, second: PlanLayer<L>, ...more: readonly PlanLayer<L>[]): L;
  public on<T, L>(first: PlanTarget<T> & PlanLayer<L>, ...behind: readonly PlanLayer<L>[]): T | L {
    for (const target of [first, ...behind] as readonly unknown[]) {
      const method = behind.length === 0 ? 'apply' : 'applyBefore';
      if (
        typeof target !== 'object' ||
        target === null ||
        typeof (target as Record<string, unknown>)[method] !== 'function'
      ) {
        throw AccessError.of(
          'UnknownTarget',
          `the target of a plan must be a \`Target\`, such as \`Target.AWS_SECURITY_GROUP\`, got ${show(target)}`,
        );
      }
    }
    const apply = (): T | L => (behind.length === 0 ? first.apply(this) : first.applyBefore(this, behind));
    return this.#file === undefined ? apply() : withPlaces(this.#file, apply);
  }
}

function findingsOf(connection: Connection, decisions: readonly Decision[], profile: Profile): Finding[] {
  return [
    ...verdictFindings(decisions, profile),
    ...placeFindings(connection, decisions),
    ...emptyFinding(connection, decisions, profile),
    ...portsGivenFinding(connection, decisions),
    ...remarkFindings(connection),
    ...choiceFindings(connection),
    ...broadFindings(connection),
    ...(profile.isRecommended || connection.request.row === undefined ? wideFindings(connection) : []),
  ];
}

function credentialsOf(connection: Connection): PlannedCredential[] {
  const { row, scope } = connection.request;
  const assuming = row?.permissions.recommended.filter(({ resources }) => resources.includes('{assumeRoleArn}')) ?? [];
  const trusts = assuming.flatMap(({ source }) =>
    (scope.items.assumeRoles ?? []).map(({ role, externalId }) => ({
      connection: connection.name,
      what: `the trust policy of ${role} must name the delegate's role, ${externalIdText(externalId)}`,
      source,
    })),
  );
  const { target } = connection.request;
  const inTarget =
    target?.role === undefined
      ? []
      : [
          {
            connection: connection.name,
            what: `make the role ${target.role} in ${target.account} with \`DelegateTargetRole\`, and set it as the cross-account role of the connector in Harness, ${target.externalId === undefined ? 'without an external id' : `with the external id ${knownText(target.externalId)}`}`,
            source: HARNESS.awsConnector,
          },
        ];
  const isOwnCluster = connection.request.hosting === 'inherited';
  const own = (isOwnCluster ? [] : (row?.credentials ?? [])).map((credential) => ({
    connection: connection.name,
    ...credential,
  }));
  return [...own, ...trusts, ...inTarget];
}

/** Tells ids apart without showing one. */
function externalIdText(id: string | undefined): string {
  if (id === undefined) {
    return 'and requires no external id';
  }
  return `and must require the external id ${knownText(id)}`;
}

function knownText(id: string): string {
  return looksLikeToken(id) ? 'that is known at deployment' : `with fingerprint ${hash(id).toString(16)}`;
}
