export * from './audit';
export * from './audit-text';
export * from './difference';
export * from './difference-text';
export type { PermissionChange } from './permission-changes';
export type { RewriteChange } from './rewrites';
export type { TrafficParts } from './rule-traffic';
export * from './template';
export type { TemplateOptions } from './template-options';
