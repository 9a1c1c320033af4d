export * from './aws';
export * from './common';
export * from './gcp';
export * from './services';
