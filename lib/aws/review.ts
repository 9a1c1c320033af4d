import { attachCustomSynthesis } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reviewName, writeReview, type ReviewDocument } from '../review';

/** Writes the review of a construct into the cloud assembly when the app is synthesized. */
export function writeReviewAtSynth(scope: Construct, review: () => ReviewDocument): void {
  attachCustomSynthesis(scope, {
    onSynthesize: ({ outdir }) => {
      writeReview(outdir, reviewName(scope.node.path), review());
    },
  });
}
