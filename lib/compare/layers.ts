import { ENFORCEMENTS } from '../network';
import type { TargetFacts } from '../platform';
import { PLATFORMS } from '../platforms';
import type { ReviewDocument, ReviewPort } from '../review';

/** Several layers together, before and after. */

/** Checks of a port that both reviews request with the same destinations, where they change. */
export interface CheckChange {
  /** A key of the review's `reasons`. */
  readonly key: string;
  readonly port: string;
  readonly before: string;
  readonly after: string;
  /** True when less is checked after it. */
  readonly isWeaker: boolean;
}

/** Destinations of a port that a layer closes, because it cannot carry them. */
export interface CutChange {
  readonly key: string;
  readonly port: string;
  readonly destinations: readonly string[];
  /** Titles of the layers. */
  readonly by: readonly string[];
}

/** The review of each layer alone: its rules, with the words of the whole. */
export function layersOf(review: ReviewDocument): ReviewDocument[] {
  const { behind = [], ...first } = review;
  return [first, ...behind.map(({ target, rules }) => ({ ...first, target, rules }))];
}

/** The layer that a template has rules of, in this form or in another one; the first, where it has rules of none. */
export function layerOn(review: ReviewDocument, targets: readonly string[]): ReviewDocument {
  const layers = layersOf(review);
  const forms = targets.map(formOf);
  return (
    layers.find(({ target }) => targets.includes(target.name)) ??
    layers.find(({ target }) => forms.includes(formOf(target.name))) ??
    review
  );
}

/** Name of the target of which this one is a form. */
export function formOf(name: string): string {
  return factsOf(name)?.formOf ?? name;
}

/** True for a target that passes a name by what the client shows. */
export function checksNames(name: string): boolean {
  return factsOf(name)?.names.on === 'tls and http';
}

function factsOf(name: string): TargetFacts | undefined {
  return PLATFORMS.flatMap(({ targets }) => targets).find((target) => target.name === name);
}

export function checkChanges(before: ReviewDocument, after: ReviewDocument): CheckChange[] {
  const earlier = new Map(asked(before).map((port) => [port.key, port]));
  return asked(after).flatMap((own) => {
    const { key, port, enforcement, askedFor } = own;
    const other = earlier.get(key);
    // What a layer closes is told as that.
    const isClosed = [own, other].some(
      (one) => one !== undefined && one.enforcement === '' && closedIn(one).length > 0,
    );
    return other === undefined ||
      isClosed ||
      other.enforcement === enforcement ||
      other.askedFor.join() !== askedFor.join()
      ? []
      : [
          {
            key,
            port,
            before: other.enforcement,
            after: enforcement,
            isWeaker: rank(enforcement) > rank(other.enforcement),
          },
        ];
  });
}

/** Place of the weakest part; what is not judged at all is the weakest. */
function rank(enforcement: string): number {
  const words = enforcement === '' ? [] : enforcement.split(', ');
  return words.length === 0
    ? ENFORCEMENTS.length
    : Math.max(...words.map((word) => (ENFORCEMENTS as readonly string[]).indexOf(word)));
}

/** Destinations that layers of this review close, and those of the other one do not. */
export function cutChanges(review: ReviewDocument, other: ReviewDocument): CutChange[] {
  const passed = new Map(
    asked(other).map((port) => [port.key, port.askedFor.filter((text) => !closedIn(port).includes(text))]),
  );
  const titles = new Map(layersOf(review).map(({ target }) => [target.name, target.title]));
  return asked(review).flatMap((port) => {
    const destinations = closedIn(port).filter((text) => passed.get(port.key)?.includes(text) === true);
    const by = (port.layers ?? [])
      .filter(({ closes }) => closes.some((text) => destinations.includes(text)))
      .map(({ target }) => titles.get(target) ?? target);
    return destinations.length === 0 ? [] : [{ key: port.key, port: port.port, destinations, by }];
  });
}

function closedIn({ layers = [] }: ReviewPort): string[] {
  return [...new Set(layers.flatMap(({ closes }) => closes))];
}

function asked({ ports }: ReviewDocument): ReviewPort[] {
  return ports.filter((port) => port.asked);
}
