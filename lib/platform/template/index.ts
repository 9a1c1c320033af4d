export * from './fields';
export * from './outgoing';
export * from './template-file';
export * from './terraform';
export * from './values';
