export * from './access-error';
export * from './cannot-write';
export * from './group-by';
export * from './near-miss';
export * from './object-schema';
export * from './read-text';
export * from './schema';
export * from './text';
