import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { aboutOf, type About, type Finding, type Stage } from '../plan';
import type { PlanOnTarget } from '../target';

const PREFIX = 'harness-delegate-access';

/** The findings that a construct answers for: those of the plan and the target, and what the construct itself found. */
export function findingsAbout(
  about: About,
  onTarget: PlanOnTarget,
  more: readonly Finding[],
  stages: readonly Stage[],
): readonly Finding[] {
  return onTarget.findingsWith(more, stages).filter((entry) => aboutOf(entry) === about);
}

/** Every warning that nobody acknowledged becomes an annotation with a stable id: `harness-delegate-access:<Finding>`, and its connection and port as context. */
export function annotate(scope: IConstruct, findings: readonly Finding[]): void {
  for (const { severity, acknowledged, finding, key, connection, port, what, fix } of findings) {
    if (severity === 'warning' && acknowledged === undefined) {
      Annotations.of(scope).addWarningV2(`${PREFIX}:${finding}`, `${key}: ${what}; fix: ${fix}`, {
        context: { connection, ...(port === undefined ? {} : { port }) },
      });
    }
  }
}
