export { attractor_advance } from './advance';
export { attractor_energy } from './energy';
export { attractor_learn_f64, attractor_weight_change_f64 } from './learn';
export { attractor_relax, attractor_relax_start } from './relax';
