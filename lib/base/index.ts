export * from './access-error';
export * from './group-by';
export * from './near-miss';
export * from './read-text';
export * from './text';
