export * from './fields';
export * from './outgoing';
export * from './parse-template';
export * from './template-file';
export * from './template-format';
export * from './terraform';
export * from './values';
