import { AccessError, collect, compareTexts, didYouMean, oneOf, show, throwIfAny, type Problem } from '../base';
import { CATALOG_VERSION, type Credential } from '../catalog';
import { Connection } from '../connection';
import { acknowledge, isDate, parseAcknowledgements, type Acknowledgement } from './acknowledge';
import { decide, type Decision, type Opened } from './decision';
import { sortFindings, type Finding } from './finding';
import { flowsOf, type Flow } from './flow';
import { dnsDecisions, harnessDecisions, harnessFindings } from './harness-lines';
import { HarnessPlatform } from './harness-platform';
import { broadFindings, broadReachFindings, choiceFindings, remarkFindings } from './list-findings';
import { permissionsOf, type AwsPermission, type GcpRole } from './permissions';
import { readPlanFile, withPlaces } from './plan-file';
import { conflicts, listProblems, placeProblems } from './problems';
import { Profile } from './profile';
import { parseReach, type ParsedReach, type Reach } from './reach';
import { emptyFinding, placeFindings, portsGivenFinding, verdictFindings } from './verdict-findings';

export interface PlanOptions {
  /** @default Profile.DOCUMENTED */
  readonly profile?: Profile;
  /** Where each kind of destination is reached from this network. @default - vendors by their host names; your own services must say `to` */
  readonly reach?: Reach;
  /** Which Harness the delegate belongs to. @default - app.harness.io, with a finding */
  readonly harness?: HarnessPlatform;
  /** Findings that somebody has accepted, each with a reason. @default - none */
  readonly acknowledged?: readonly Acknowledgement[];
  /** The day against which acknowledgements run out, `YYYY-MM-DD`. @default - today (UTC) */
  readonly asOf?: string;
}

/** A credential that a person creates, for one connection. */
export interface PlannedCredential extends Credential {
  readonly connection: string;
}

/** Something that a plan can be put on; the targets of this library are in `Target`. */
export interface PlanTarget<T> {
  apply(plan: Plan): T;
}

/** What must be allowed for a list of connections: pure, the same for every order of the list, and for every cloud. */
export class Plan {
  /**
   * Decides every port and permission of the list.
   *
   * @throws AccessError with every problem that the list has: `EmptyList`, `DuplicateName`, `MissingDestination`,
   * `MissingMachines`, `MissingScope`, `ConflictingName` and those of the options
   */
  public static of(connections: readonly Connection[], options: PlanOptions = {}): Plan {
    const problems: Problem[] = listProblems(connections);
    const settings = parseOptions(options, problems);
    throwIfAny(problems);
    throwIfAny(conflicts(connections, settings!.reach));
    return new Plan(
      [...connections].sort((a, b) => compareTexts(a.name, b.name)),
      settings!,
    );
  }

  /**
   * The plan of a YAML or JSON file: a list of connections, or an object with `connections` and, as it likes, `profile`,
   * `reach`, `harness` and `acknowledged`. What `options` say, the file does not decide.
   *
   * @throws AccessError with every problem of the file, with line and column
   */
  public static fromFile(path: string, options: PlanOptions = {}): Plan {
    throwIfAny(optionsProblems(options));
    const file = readPlanFile(path);
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    return withPlaces(file, () => Plan.of(file.connections, { ...file.options, ...Object.fromEntries(given) }));
  }

  /** Edition of the facts. */
  public readonly catalogVersion = CATALOG_VERSION;
  public readonly profile: Profile;
  /** Every port of every connection, open or closed, with why; by connection and port. */
  public readonly decisions: readonly Decision[];
  /** What is open: one for each connection, port range and destination; unmerged, in canonical order. */
  public readonly flows: readonly Flow[];
  public readonly awsPermissions: readonly AwsPermission[];
  public readonly gcpRoles: readonly GcpRole[];
  /** What a person must create in the services. */
  public readonly credentials: readonly PlannedCredential[];
  /** Findings before any acknowledgement; a target adds its own. */
  public readonly rawFindings: readonly Finding[];
  public readonly acknowledgements: readonly Acknowledgement[];
  public readonly asOf: string;
  public readonly reach: ParsedReach;

  private constructor(connections: readonly Connection[], { profile, reach, harness, acknowledged, asOf }: Settings) {
    const problems: Problem[] = [];
    this.profile = profile;
    this.reach = reach;
    this.acknowledgements = acknowledged;
    this.asOf = asOf;

    const opened = connections.map((connection) =>
      decide(connection.name, connection.request, this.profile, this.reach),
    );
    problems.push(...connections.flatMap((connection, i) => placeProblems(connection, opened[i]!, this.profile)));
    const permissions = connections.map((connection) => permissionsOf(connection, this.profile, problems));
    throwIfAny(problems);

    this.decisions = [
      ...opened.flat().map(({ decision }) => decision),
      ...dnsDecisions(this.reach),
      ...harnessDecisions(harness ?? HarnessPlatform.PROD1, this.reach),
    ];
    this.flows = flowsOf(this.decisions, this.reach.proxyPorts);
    this.awsPermissions = permissions.flatMap(({ aws }) => aws);
    this.gcpRoles = permissions.flatMap(({ gcp }) => gcp);
    this.credentials = connections.flatMap((connection) => credentialsOf(connection));
    this.rawFindings = sortFindings([
      ...connections.flatMap((connection, i) => findingsOf(connection, opened[i]!, this.profile)),
      ...permissions.flatMap(({ findings }) => findings),
      ...broadReachFindings(this.reach),
      ...harnessFindings(harness ?? HarnessPlatform.PROD1, harness === undefined),
    ]);
  }

  /** Findings of the plan itself, with what was acknowledged; by key. */
  public get findings(): readonly Finding[] {
    return acknowledge(this.rawFindings, this.acknowledgements, this.asOf, ['plan']);
  }

  /** The plan as one platform can carry it out. @throws AccessError `UnenforceableHostname`, `NativeElsewhere` */
  public on<T>(target: PlanTarget<T>): T {
    if (typeof target !== 'object' || target === null || typeof target.apply !== 'function') {
      throw AccessError.of(
        'UnknownTarget',
        `a plan goes on a \`Target\`, such as \`Target.AWS_SECURITY_GROUP\`, got ${show(target)}`,
      );
    }
    return target.apply(this);
  }
}

/** Checked options. */
interface Settings {
  readonly profile: Profile;
  readonly reach: ParsedReach;
  readonly harness?: HarnessPlatform;
  readonly acknowledged: readonly Acknowledgement[];
  readonly asOf: string;
}

/** Names of the options, which the constructs of the clouds share. */
export const PLAN_OPTIONS = ['profile', 'reach', 'harness', 'acknowledged', 'asOf'] as const;

function optionsProblems(options: unknown): Problem[] {
  return typeof options === 'object' && options !== null && !Array.isArray(options)
    ? []
    : [
        {
          code: 'InvalidProp',
          message: `the options of a plan must be an object with ${oneOf(PLAN_OPTIONS)}, got ${show(options)}`,
        },
      ];
}

/** Every option, checked; every problem of any of them is added to `problems`. */
function parseOptions(options: unknown, problems: Problem[]): Settings | undefined {
  const wrong = optionsProblems(options);
  if (wrong.length > 0) {
    problems.push(...wrong);
    return undefined;
  }
  const known: readonly string[] = PLAN_OPTIONS;
  const strangers = Object.keys(options as object).filter((key) => !known.includes(key));
  problems.push(
    ...strangers.map((key) => ({
      code: 'UnknownProp',
      message: `a plan has no option ${show(key)}; allowed: ${oneOf(known)}${didYouMean(key, known)}`,
    })),
  );
  const { profile, reach, harness, acknowledged, asOf } = options as PlanOptions;
  const settings = {
    profile: collect(problems, '', () => (profile === undefined ? Profile.DOCUMENTED : Profile.of(profile))),
    reach: collect(problems, '', () => parseReach(reach)),
    harness: collect(problems, '', () => checkHarness(harness)),
    acknowledged: collect(problems, '', () => parseAcknowledgements(acknowledged)),
    asOf: collect(problems, '', () => checkDay(asOf)),
  };
  return settings as Settings;
}

function checkDay(asOf: unknown): string {
  if (asOf !== undefined && !isDate(asOf)) {
    throw AccessError.of('InvalidDate', `\`asOf\` must be a date such as 2027-01-31, got ${show(asOf)}`);
  }
  return asOf ?? new Date().toISOString().slice(0, 10);
}

function checkHarness(harness: unknown): HarnessPlatform | undefined {
  if (harness !== undefined && !(harness instanceof HarnessPlatform)) {
    throw AccessError.of(
      'InvalidHarness',
      `\`harness\` must be a \`HarnessPlatform\`, got ${show(harness)}; write \`HarnessPlatform.of({ cluster: 'prod1' })\``,
    );
  }
  return harness;
}

function findingsOf(connection: Connection, opened: readonly Opened[], profile: Profile): Finding[] {
  return [
    ...verdictFindings(opened, profile),
    ...placeFindings(connection, opened),
    ...emptyFinding(connection, opened, profile),
    ...portsGivenFinding(connection, opened),
    ...remarkFindings(connection),
    ...choiceFindings(connection),
    ...broadFindings(connection),
  ];
}

function credentialsOf(connection: Connection): PlannedCredential[] {
  const { row, scope } = connection.request;
  const assuming = row?.aws.recommended.filter(({ resources }) => resources.includes('{assumeRoleArn}')) ?? [];
  const trusts = assuming.flatMap(({ source }) =>
    (scope.values.assumeRoleArn ?? []).map((role) => ({
      connection: connection.name,
      what: `the trust policy of ${role} must name the delegate's role, and the external id when the connector has one`,
      source,
    })),
  );
  return [...(row?.credentials ?? []).map((credential) => ({ connection: connection.name, ...credential })), ...trusts];
}
