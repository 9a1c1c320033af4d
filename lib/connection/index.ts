export * from './connection';
export type { FilePlace, FileProblem } from './file';
export * from './props';
export * from './request';
export * from './scope';
