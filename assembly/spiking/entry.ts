// Kernels of spiking networks with Hebbian memory that the host calls: neurons, layers and steps of training in both precisions.
export * from '../common';
export * from './f32';
export * from './f64';
export { countSpikes as count_spikes, placeBits as place_bits } from './bits';
