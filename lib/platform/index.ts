export * from './enforce';
export * from './grants';
export * from './packages';
export * from './plan-on-target';
export * from './platform';
export * from './quota';
export * from './reachable';
export * from './rendezvous';
