import { Annotations, attachCustomSynthesis } from 'aws-cdk-lib';
import type { Toolkit } from '../../../constructs/delegate-construct';

/** Under this name findings and metadata stand in a template. */
export const LIBRARY = 'harness-delegate-access';

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
