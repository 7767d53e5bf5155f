/** All launchers by name, each loaded when it is asked for. */
import { type Launchers, LOCAL } from '../sweep/work/launcher.js';

export const LAUNCHERS: Launchers = {
  local: async () => LOCAL,
  slurm: async () => (await import('./slurm/launcher.js')).SLURM,
  mpi: async () => (await import('./mpi/launcher.js')).MPI,
};
