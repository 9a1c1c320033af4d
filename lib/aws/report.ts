import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Finding } from '../plan';

/** Under this name findings and metadata stand in a template. */
export const LIBRARY = 'harness-delegate-access';

/** Every warning that nobody acknowledged becomes an annotation with a stable id: `harness-delegate-access:<Finding>`, and its connection and port as context. */
export function annotate(scope: IConstruct, findings: readonly Finding[]): void {
  for (const { severity, acknowledged, finding, key, connection, port, what, fix } of findings) {
    if (severity === 'warning' && acknowledged === undefined) {
      Annotations.of(scope).addWarningV2(`${LIBRARY}:${finding}`, `${key}: ${what}; fix: ${fix}`, {
        context: { connection, ...(port === undefined ? {} : { port }) },
      });
    }
  }
}
