import { join } from 'node:path';
import { Annotations, App, TerraformStack } from 'cdktf';
import type { Toolkit } from '../../../constructs/delegate-construct';

/**
 * Annotations begin with the stable key of the finding. As plain text: they are printed and kept in the manifest, and
 * never evaluated by Terraform. CDKTF has no hook at synth but validation, which runs first; an app that skips validation
 * calls `writeReview` itself.
 */
export const TOOLKIT: Toolkit = {
  annotate: (scope, { finding, key, what, fix }) => {
    Annotations.of(scope).addWarning(`harness-delegate-access:${finding} ${key}: ${what}; fix: ${fix}`);
  },
  atSynth: (scope, write) => {
    scope.node.addValidation({
      validate: () => {
        write(join(App.of(scope).outdir, 'stacks', TerraformStack.of(scope).node.id));
        return [];
      },
    });
  },
};
