/** Which of how many processes this is, and of which start, from what mpirun or srun put into the environment. */
import { MsmError } from '../../errors.js';
import { type Environment, starterIn } from '../../ranks/starters.js';

export interface Rank {
  /** From 0. */
  readonly rank: number;
  readonly size: number;
  /** The same word for all processes that were started together, and another one for every other start. */
  readonly key: string;
}

/** Names of what the processes of one start have in common. */
const KEYS = ['PMIX_NAMESPACE', 'OMPI_MCA_ess_base_jobid', 'PMI_JOBID', 'PMI_KVSNAME'];

const NEXT = 'Start it as: mpirun -n 4 msm ... --launcher mpi, or: srun -n 4 msm ... --launcher mpi';

function keyOf(environment: Environment): string {
  const { SLURM_JOB_ID, SLURM_STEP_ID } = environment;
  const name = KEYS.find((candidate) => environment[candidate] !== undefined);
  const parts = [SLURM_JOB_ID && SLURM_STEP_ID ? `${SLURM_JOB_ID}.${SLURM_STEP_ID}` : '', name && environment[name]];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .join('-')
    .replaceAll(/[^\w.-]/g, '_');
}

/**
 * Rank, size and key of this process. OpenMPI sets `OMPI_COMM_WORLD_*`, MPICH and Intel MPI `PMI_*`, PMIx `PMIX_RANK`, srun
 * `SLURM_PROCID`.
 *
 * @throws E_CONFIG if the process was not started by mpirun or srun, or what they set makes no sense
 */
export function rankOf(environment: Environment): Rank {
  const names = starterIn(environment);
  if (names === undefined) {
    throw new MsmError('E_CONFIG', '--launcher mpi: neither mpirun nor srun started this process', {
      place: '--launcher',
      next: NEXT,
    });
  }
  const [rank, size] = names.map((name) => Number(environment[name]));
  const isSound = Number.isSafeInteger(rank) && Number.isSafeInteger(size) && rank >= 0 && rank < size;
  const key = keyOf(environment);
  if (!isSound || key === '') {
    const said = isSound ? 'nothing names the start that it belongs to' : `it is number ${rank} of ${size}`;
    throw new MsmError('E_CONFIG', `--launcher mpi: ${said} by ${names.join(' and ')}`, {
      place: '--launcher',
      next: NEXT,
    });
  }
  return { rank, size, key };
}
