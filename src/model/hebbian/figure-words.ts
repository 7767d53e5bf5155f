/** Axes and dashes that figures of runs and of sweeps share. */
export const TIME = { title: 'time t' };
export const DISTANCE = 'S/k²';
export const RESIDUAL = `${DISTANCE} − ⟨S⟩/k²`;
export const DOTTED = [1, 2] as const;
export const DASHED = [5, 3] as const;
