export * from './document';
export * from './entries';
export * from './top-level';
