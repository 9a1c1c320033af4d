export * from './aggregate';
export * from './cidr';
export * from './destination';
export * from './hostname';
export * from './minimise';
export * from './port';
export * from './rule';
export * from './traffic';
