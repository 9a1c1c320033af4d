import { FINDING_KINDS, type Finding, type FindingKind, type Severity, type Stage } from 'harness-delegate-access';

type Severities = Partial<Record<FindingKind, Severity[]>>;

/** How severe each kind of these findings is, by kind. */
export function severitiesOf(findings: readonly Finding[]): Severities {
  const found: Severities = {};
  for (const { finding, severity } of findings) {
    found[finding] = [...new Set([...(found[finding] ?? []), severity])].sort();
  }
  return found;
}

/** How severe the kinds of these stages are: as the kind says, and a notice as well where it says when. */
export function severitiesIn(...stages: readonly Stage[]): Severities {
  const kinds = Object.entries(FINDING_KINDS).filter(([, { stage }]) => stages.includes(stage));
  return Object.fromEntries(
    kinds.map(([kind, { severity, ...more }]) => [kind, 'noticeWhen' in more ? ['notice', severity] : [severity]]),
  );
}
