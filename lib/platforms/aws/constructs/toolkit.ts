import { Annotations, attachCustomSynthesis, type CfnResource } from 'aws-cdk-lib';
import type { Toolkit } from '../../../constructs/delegate-construct';
import type { Plan } from '../../../plan';

/** Name of findings and metadata in a template. */
const LIBRARY = 'harness-delegate-access';

/** Adds the reasons of a resource to its metadata. @param reasons their keys */
export function addReasons(resource: CfnResource, plan: Plan, reasons: unknown): void {
  resource.addMetadata(LIBRARY, { catalog: plan.catalogVersion, profile: plan.profile.name, reasons });
}

/** Annotations with a stable id, `harness-delegate-access:<Finding>`, and connection and port as context. */
export const TOOLKIT: Toolkit = {
  annotate: (scope, { finding, key, connection, port, what, fix }) => {
    Annotations.of(scope).addWarningV2(`${LIBRARY}:${finding}`, `${key}: ${what}; fix: ${fix}`, {
      context: { connection, ...(port === undefined ? {} : { port }) },
    });
  },
  atSynth: (scope, write) => {
    attachCustomSynthesis(scope, { onSynthesize: ({ outdir }) => write(outdir) });
  },
};
