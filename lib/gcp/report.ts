import { Annotations } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Finding } from '../plan';

/**
 * Every warning that nobody acknowledged becomes an annotation, beginning with its stable key. As plain text: annotations
 * are printed and kept in the manifest, and never evaluated by Terraform.
 */
export function annotate(scope: IConstruct, findings: readonly Finding[]): void {
  for (const { severity, acknowledged, finding, key, what, fix } of findings) {
    if (severity === 'warning' && acknowledged === undefined) {
      Annotations.of(scope).addWarning(`harness-delegate-access:${finding} ${key}: ${what}; fix: ${fix}`);
    }
  }
}
