export * from './fields';
export * from './outgoing';
export * from './references';
export * from './template-file';
export * from './template-format';
export * from './terraform';
export * from './terraform-index';
export * from './values';
