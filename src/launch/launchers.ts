/** All launchers by name. */
import { type Launchers, LOCAL } from '../sweep/launcher.js';
import { MPI } from './mpi/launcher.js';
import { SLURM } from './slurm/launcher.js';

export const LAUNCHERS: Launchers = { local: LOCAL, slurm: SLURM, mpi: MPI };
