/** Which of how many processes this is, from what mpirun or srun put into the environment. That needs no MPI library. */
import { MsmError } from '../../errors.js';

export interface Rank {
  /** From 0. */
  readonly rank: number;
  readonly size: number;
  /** The same word for all processes that were started together, and another one for every other start. */
  readonly key: string;
}

type Environment = { readonly [name: string]: string | undefined };

/** Names of rank and size, by whoever sets them; the first that is there counts, because an mpirun may itself be started by srun. */
const NUMBERS: readonly (readonly [rank: string, size: string])[] = [
  ['OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE'],
  ['MV2_COMM_WORLD_RANK', 'MV2_COMM_WORLD_SIZE'],
  ['PMI_RANK', 'PMI_SIZE'],
  ['PMIX_RANK', 'SLURM_STEP_NUM_TASKS'],
  // inside a batch script without srun there is a rank too, but no step with a number of tasks
  ['SLURM_PROCID', 'SLURM_STEP_NUM_TASKS'],
];

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
  const names = NUMBERS.find(([rank, size]) => environment[rank] !== undefined && environment[size] !== undefined);
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
