export * from './connection';
export * from './props';
export * from './request';
export * from './scope';
