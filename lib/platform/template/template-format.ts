import type { Collector } from './outgoing';
import type { TemplateFile, TemplateKind } from './template-file';

/** A kind of file that can be read. */
export interface TemplateFormat {
  readonly kind: TemplateKind;
  /** True for a value of this kind; the first format that recognizes a value reads it. */
  recognizes(value: unknown): boolean;
  /** Prepares a recognized value; what it cannot tell goes to `collector`. */
  fileOf(value: unknown, name: string, collector: Collector): TemplateFile;
}
