import type { Answer, Selector } from './labels';
import type { KubernetesObject } from './objects';
import type { RuleSink } from './rule-sink';
import { type Fields } from '../../../platform/template';

/** A policy of pods, of any kind. */
export interface PodPolicy {
  readonly object: KubernetesObject;
  /** Its place: the object, or a part of it. */
  readonly where: string;
  /** Name of the target whose rules it has. */
  readonly target: string;
  /** It selects pods of every namespace. */
  readonly isClusterWide?: true;
  /** `undefined` for one that is not understood. */
  readonly selector: Selector | undefined;
  /** Tells if it closes the egress that no policy allows. */
  readonly isolates: Answer;
  /** It has something to say about egress. */
  readonly isEgress: boolean;
  readonly says: unknown;
  /** Adds what it allows. @param namespace that of the policy, where it is known */
  read(sink: RuleSink, namespace: string | undefined): void;
  /** Adds what it denies. */
  readDenials?(sink: RuleSink, namespace: string | undefined): void;
}

/** The first key that is set and not known. */
export function unknownKey(fields: Fields, known: readonly string[]): string | undefined {
  return Object.keys(fields).find((key) => !known.includes(key) && fields[key] !== null);
}

/** True for a list with entries, which is what Kubernetes asks for where it fills in defaults. */
export function hasEntries(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
