/** Curves of a step, in the order in which the kernels write them (spec 1.3 and 3). */
export const CURVES = ['weight_change', 'accuracy', 'complexity', 'free_energy', 'mean_field_free_energy'] as const;
export type Curve = (typeof CURVES)[number];
