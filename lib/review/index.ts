export * from './lines';
export * from './plan-table';
