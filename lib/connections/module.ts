import type { Definition } from './definition';

/** A file of one connection. */
export interface Module {
  readonly default: Definition;
}
