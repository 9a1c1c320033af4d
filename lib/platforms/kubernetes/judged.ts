import type { Finding } from '../../plan';
import type { OnLayers } from '../../platform';

/** Findings of a plan on its layers, with those on its objects and the acknowledgements of its list; by key. */
export function judged({ layers, findings }: { layers: OnLayers; findings: readonly Finding[] }): readonly Finding[] {
  return layers.whole.log.with(findings).judged({
    stages: ['plan', 'target', 'construct'],
    targets: layers.targets,
    platform: layers.onTarget.facts.platform,
  });
}
