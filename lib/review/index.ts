export * from './lines';
export * from './plan-table';
export * from './sources';
