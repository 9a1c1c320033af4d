export * from './aws';
export * from './aws-spec';
export * from './common';
export * from './gcp';
export * from './services';
