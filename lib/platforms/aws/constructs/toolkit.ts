import { Annotations, attachCustomSynthesis, type CfnResource } from 'aws-cdk-lib';
import { show } from '../../../base';
import type { Toolkit } from '../../../constructs/delegate-construct';
import type { Finding, Plan } from '../../../plan';

/** Name of findings and metadata in a template. */
const LIBRARY = 'harness-delegate-access';

/**
 * Adds the reasons of a resource to its metadata.
 *
 * @param plans those that the resource is in
 * @param reasons their keys
 */
export function addReasons(resource: CfnResource, plans: readonly Plan[], reasons: unknown): void {
  const profile = [...new Set(plans.map((plan) => plan.profile.name))].sort().join(', ');
  resource.addMetadata(LIBRARY, { catalog: plans[0]!.catalogVersion, profile, reasons });
}

/** The two acknowledgements of a warning: ours, and that of the CDK, whose id follows. */
function acknowledge({ finding, connection, port }: Finding): string {
  if (finding === 'UnusedAcknowledgement' || finding === 'ExpiredAcknowledgement') {
    return '';
  }
  const given = Object.entries({ finding, connection, port }).filter(([, value]) => value !== undefined);
  const fields = given.map(([key, value]) => `${key}: ${show(value)}`).join(', ');
  return `; or put { ${fields}, reason: "…" } into \`acknowledged\`, which the review keeps; the CDK's own acknowledgement hides it here only, and from no review`;
}

/** Annotations with a stable id, `harness-delegate-access:<Finding>`, and connection and port as context. */
export const TOOLKIT: Toolkit = {
  annotate: (scope, entry) => {
    const { finding, key, connection, port, what, fix } = entry;
    Annotations.of(scope).addWarningV2(`${LIBRARY}:${finding}`, `${key}: ${what}; fix: ${fix}${acknowledge(entry)}`, {
      context: { connection, ...(port === undefined ? {} : { port }) },
    });
  },
  atSynth: (scope, write) => {
    attachCustomSynthesis(scope, { onSynthesize: ({ outdir }) => write(outdir) });
  },
};
