export * from './connection';
export type { FilePlace, FileProblem } from './file';
export type * from './props';
export * from './request';
