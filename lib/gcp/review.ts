import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { reviewName, writeReview, type ReviewDocument } from '../review';

/**
 * Writes the review of a construct into the folder of its stack when the app is synthesized. CDKTF has no hook for that but
 * validation, which runs first; an app that skips validation calls `writeReview` itself.
 */
export function writeReviewAtSynth(scope: Construct, review: () => ReviewDocument): void {
  scope.node.addValidation({
    validate: () => {
      const folder = join(App.of(scope).outdir, 'stacks', TerraformStack.of(scope).node.id);
      writeReview(folder, reviewName(scope.node.path), review());
      return [];
    },
  });
}
