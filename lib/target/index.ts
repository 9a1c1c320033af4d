export * from './enforce';
export * from './plan-on-target';
export * from './reachable';
export * from './target';
