export * from './access-error';
export * from './cannot-write';
export * from './group-by';
export * from './near-miss';
export * from './own-frames';
export * from './read-text';
export * from './show';
export * from './text';
