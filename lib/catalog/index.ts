export * from './harness';
export * from './lookup';
export * from './sources';
export * from './types';
