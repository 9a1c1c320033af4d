export * from './access-error';
export * from './near-miss';
export * from './text';
