import { AccessError, bool, collect, oneOf, show, unknownProp, type Problem } from '../base';
import { ACKNOWLEDGED, isDate } from './acknowledgement';
import { HarnessPlatform } from './harness-platform';
import { Profile } from './profile';
import type { Acknowledgement, PublishedAddresses, Reach } from './props';
import { parsePublished } from './published';
import { parseReach, type ParsedReach } from './reach';
import { awsRegion as regionSchema } from '../catalog/region-name';

export interface PlanOptions {
  /** @default Profile.DOCUMENTED */
  readonly profile?: Profile;
  /** Destinations of each kind, as this network reaches them. @default - vendors by their host names; your own services must set `to` */
  readonly reach?: Reach;
  /** The Harness that the delegate belongs to. @default - app.harness.io, with a finding */
  readonly harness?: HarnessPlatform;
  /** Acknowledged findings, each with a reason. @default - none */
  readonly acknowledged?: readonly Acknowledgement[];
  /** The day against which acknowledgements expire, `YYYY-MM-DD`. @default - today (UTC) */
  readonly asOf?: string;
  /** Addresses of the list that a vendor publishes, and when; `harness-delegate-access ranges` writes it. @default - none */
  readonly published?: readonly PublishedAddresses[];
  /** `false` closes hosts that the delegate only asks before it takes a task. @default true: open under RECOMMENDED, closed with a notice under DOCUMENTED */
  readonly probes?: boolean;
  /** Region of the AWS connections that set no `regions`. @default - that of the stack in the constructs for AWS; otherwise every region */
  readonly region?: string;
}

/** Checked options. */
export interface Settings {
  readonly profile: Profile;
  readonly reach: ParsedReach;
  readonly harness?: HarnessPlatform;
  readonly acknowledged: readonly Acknowledgement[];
  readonly asOf: string;
  readonly region?: string;
  readonly published: readonly PublishedAddresses[];
  readonly probes: boolean;
}

/** Names of the options, which the constructs of the platforms share. */
export const PLAN_OPTIONS = [
  'profile',
  'reach',
  'harness',
  'acknowledged',
  'asOf',
  'region',
  'published',
  'probes',
] as const;

export function optionsProblems(options: unknown): Problem[] {
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
export function parseOptions(options: unknown, problems: Problem[]): Settings | undefined {
  const wrong = optionsProblems(options);
  if (wrong.length > 0) {
    problems.push(...wrong);
    return undefined;
  }
  const known: readonly string[] = PLAN_OPTIONS;
  const unknown = Object.keys(options as object).filter((key) => !known.includes(key));
  problems.push(...unknown.map((key) => unknownProp('a plan has no option', key, known, key)));
  const { profile, reach, harness, acknowledged, asOf, region, published, probes } = options as PlanOptions;
  const settings = {
    profile: collect(problems, '', () => (profile === undefined ? Profile.DOCUMENTED : Profile.of(profile))),
    reach: collect(problems, '', () => parseReach(reach)),
    harness: collect(problems, '', () => checkHarness(harness)),
    acknowledged: collect(problems, '', () => parseAcknowledged(acknowledged)),
    asOf: collect(problems, '', () => checkDay(asOf)),
    published: collect(problems, '', () => parsePublished(published)),
    probes: collect(problems, '', () => (probes === undefined ? true : bool.parse(probes, 'probes'))),
    region: region === undefined ? undefined : collect(problems, '', () => regionSchema.parse(region, 'region')),
  };
  return settings as Settings;
}

/** Checked copies. @throws AccessError with every problem of every entry */
export function parseAcknowledged(value: unknown): readonly Acknowledgement[] {
  return value === undefined ? [] : (ACKNOWLEDGED.parse(value, 'acknowledged') as readonly Acknowledgement[]);
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
