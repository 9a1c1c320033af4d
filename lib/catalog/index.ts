export * from './edition';
export * from './finding-kinds';
export * from './harness';
export * from './kind';
export * from './partitions';
export * from './row';
export * from './sources';
export * from './types';
