import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_PROPS } from '../test/support/every-row';
import {
  Connection,
  Plan,
  Profile,
  reviewOf,
  Target,
  type ReviewDocument,
  type ReviewPermission,
} from 'harness-delegate-access';

/**
 * Writes `api/plans.txt`: every row alone, in both profiles and on every target, as lines that can be read and compared.
 * A difference in it is a change for users.
 */

const ROOT = join(__dirname, '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const TARGETS = [
  Target.AWS_SECURITY_GROUP,
  Target.AWS_NETWORK_FIREWALL,
  Target.GCP_VPC_RULES,
  Target.GCP_FIREWALL_POLICY,
  Target.KUBERNETES_NETWORK_POLICY,
  Target.CILIUM_NETWORK_POLICY,
  Target.GKE_FQDN_NETWORK_POLICY,
  Target.EKS_APPLICATION_NETWORK_POLICY,
];
const PROFILES = [Profile.DOCUMENTED, Profile.RECOMMENDED];

/** So that Harness's own lines, to any address on 443, do not hide what a row does there. */
const REACH = { harness: ['198.51.100.1/32'] };

function sections(): string[] {
  return Object.entries(ALL_PROPS).flatMap(([id, props]) =>
    PROFILES.flatMap((profile) => {
      const plan = Plan.of([Connection.parse(id, props)], { profile, reach: REACH, asOf: '2026-11-24' });
      return TARGETS.map((target) =>
        [`## ${id}, ${profile.name}, ${target.name}`, ...linesOf(reviewOf(plan.on(target)))].join('\n'),
      );
    }),
  );
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

writeFileSync(join(ROOT, 'api/plans.txt'), [`version ${version}`, ...sections()].join('\n\n') + '\n');
