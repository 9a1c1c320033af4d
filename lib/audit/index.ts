export * from './audit';
export * from './audit-text';
export type { Open, Outgoing, TemplateKind, Unknown } from './outgoing';
export * from './template';
export type { TemplateOptions } from './template-options';
