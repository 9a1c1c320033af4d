export * from './document';
export * from './entries';
