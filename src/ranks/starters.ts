/** What mpirun and srun put into the environment of the processes that they start. That needs no MPI library. */

export type Environment = { readonly [name: string]: string | undefined };

/** Names of rank and number of processes, by whoever sets them, in the order in which they count: an mpirun may itself be started by srun. */
export const STARTERS: readonly (readonly [rank: string, size: string])[] = [
  ['OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE'],
  ['MV2_COMM_WORLD_RANK', 'MV2_COMM_WORLD_SIZE'],
  ['PMI_RANK', 'PMI_SIZE'],
  ['PMIX_RANK', 'SLURM_STEP_NUM_TASKS'],
  // inside a batch script without srun there is a rank too, but no step with a number of tasks
  ['SLURM_PROCID', 'SLURM_STEP_NUM_TASKS'],
];

/** The first of these pairs of names of which both are there. */
export const starterIn = (
  environment: Environment,
  starters = STARTERS,
): readonly [rank: string, size: string] | undefined =>
  starters.find(([rank, size]) => environment[rank] !== undefined && environment[size] !== undefined);
