import { ROW_PROPS } from '../../test/support/every-row';
import {
  Connection,
  Plan,
  Profile,
  reviewOf,
  Target,
  type ReviewDocument,
  type ReviewPermission,
} from 'harness-delegate-access';

/** What every row opens and allows, alone, in both profiles and on every target, as lines that can be read and compared. */

const TARGETS = [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY];
const PROFILES = [Profile.DOCUMENTED, Profile.RECOMMENDED];

/** So that Harness's own lines, to any address on 443, do not hide what a row does there. */
const REACH = { harness: ['198.51.100.1/32'] };

/** Lines of each plan, by `row, profile, target`. */
export type PlanReport = ReadonlyMap<string, readonly string[]>;

export function planReport(): PlanReport {
  return new Map(
    Object.entries(ROW_PROPS).flatMap(([id, props]) =>
      PROFILES.flatMap((profile) =>
        TARGETS.map((target) => {
          const plan = Plan.of([Connection.of(id, props)], { profile, reach: REACH, asOf: '2026-11-24' });
          return [`${id}, ${profile.name}, ${target.name}`, linesOf(reviewOf(plan.on(target)))] as const;
        }),
      ),
    ),
  );
}

export function formatReport(version: string, report: PlanReport): string {
  const sections = [...report].map(([name, lines]) => [`## ${name}`, ...lines].join('\n'));
  return [`version ${version}`, ...sections].join('\n\n') + '\n';
}

export function parseReport(text: string): { readonly version: string; readonly report: PlanReport } {
  const [head = '', ...sections] = text.trimEnd().split('\n\n');
  return {
    version: head.replace('version ', ''),
    report: new Map(
      sections.map((section) => {
        const [title = '', ...lines] = section.split('\n');
        return [title.replace('## ', ''), lines] as const;
      }),
    ),
  };
}

function linesOf({ rules, permissions, credentials, findings }: ReviewDocument): string[] {
  return [
    ...rules.map(
      ({ protocol, from, to, destination, enforcement, reasons }) =>
        `open ${protocol} ${from}-${to} ${destination.text} (${enforcement}) for ${reasons.join(', ')}`,
    ),
    ...new Set(permissions.flatMap(grants)),
    ...credentials.map(({ what }) => `create ${what}`),
    ...findings.map(({ key, severity }) => `${severity} ${key}`),
  ];
}

function grants({ kind, name, actions, resources, conditions }: ReviewPermission): string[] {
  const limits = conditions.map((condition) => ` if ${condition}`).join('');
  const what = kind === 'statement' ? actions : [`${kind} ${name}`];
  return what.flatMap((action) =>
    (resources.length === 0 ? [''] : resources).map((resource) => `grant ${action} on ${resource}${limits}`),
  );
}
