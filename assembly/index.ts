// Everything the host can call.
export * from './math/index';
export * from './random/index';
export * from './linalg/index';
export * from './hebbian/index';
export * from './rate/index';
export * from './attractor/index';
export * from './bench/index';
export * from './memory';
