import { AccessError, show } from '../base';
import type { Plan } from '../plan';
import { checkLayers, PlanOnLayers } from './plan-on-layers';
import { PlanOnTarget } from './plan-on-target';
import type { Platform, TargetFacts } from './platform';

/** Layers behind what a construct makes. */

export interface LayerProps {
  /**
   * Further layers that the same traffic passes, such as `Target.AWS_NETWORK_FIREWALL` or `Target.PROXY`: the review says what all of
   * them check together. Nothing is created for them, and no template shows that traffic goes through them.
   *
   * @default - none
   */
  readonly behind?: readonly Layer[];
}

/** A layer: a `Target`. */
export interface Layer {
  readonly facts: TargetFacts;
}

/** A plan on the target of a construct, and on all layers, where there are more. */
export interface OnLayers {
  readonly onTarget: PlanOnTarget;
  /** The same where there are no others. */
  readonly whole: PlanOnTarget | PlanOnLayers;
  /** Names of the targets of all layers. */
  readonly targets: readonly string[];
}

/** @throws AccessError `UnknownTarget`, `LayersApart`, `DuplicateLayer`, and those of the plan on its targets */
export function onLayers(
  plan: Plan,
  facts: TargetFacts,
  platform: Pick<Platform, 'grants'>,
  { behind = [] }: LayerProps,
): OnLayers {
  const given: unknown = behind;
  const wrong = Array.isArray(given) ? given.find((layer) => !isLayer(layer)) : given;
  if (!Array.isArray(given) || given.some((layer) => !isLayer(layer))) {
    throw AccessError.of(
      'UnknownTarget',
      `\`behind\` must be a list of targets, such as \`[Target.AWS_NETWORK_FIREWALL]\`, got ${show(wrong)}`,
    );
  }
  const path = [facts, ...behind.map((layer) => layer.facts)];
  checkLayers(path);
  const [onTarget, ...others] = path.map((one) => new PlanOnTarget(plan, one, platform, path));
  const whole = others.length === 0 ? onTarget! : new PlanOnLayers([onTarget!, ...others]);
  return { onTarget: onTarget!, whole, targets: path.map(({ name }) => name) };
}

function isLayer(value: unknown): boolean {
  const facts = typeof value === 'object' && value !== null ? (value as Partial<Layer>).facts : undefined;
  return typeof facts?.name === 'string' && typeof facts.platform === 'string';
}
