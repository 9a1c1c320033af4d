export * from './enforce';
export * from './placement';
export * from './plan-on-target';
export * from './prefix-lists';
export * from './quotas';
export * from './reachable';
export * from './rendezvous';
export * from './target';
