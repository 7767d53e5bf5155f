export * from './math/index';
export * from './random/index';
export * from './hebbian/index';
export * from './memory';
