import { describe, expect, it } from 'vitest';
import { rankOf } from '../../../src/launch/mpi/ranks.js';

/** As mpirun 4.1, srun 22.05 and MPICH's mpiexec set them. */
const OPENMPI = {
  OMPI_COMM_WORLD_RANK: '2',
  OMPI_COMM_WORLD_SIZE: '4',
  OMPI_MCA_ess_base_jobid: '176685057',
  PMIX_RANK: '2',
  PMIX_NAMESPACE: '176685057',
};
const SRUN = {
  SLURM_PROCID: '1',
  SLURM_NTASKS: '2',
  SLURM_STEP_NUM_TASKS: '2',
  SLURM_JOB_ID: '5',
  SLURM_STEP_ID: '0',
};
const MPICH = { PMI_RANK: '0', PMI_SIZE: '3', PMI_JOBID: 'kvs_12_0' };

describe('rank and size', () => {
  it.each([
    ['OpenMPI', OPENMPI, { rank: 2, size: 4, key: '176685057' }],
    ['srun', SRUN, { rank: 1, size: 2, key: '5.0' }],
    ['MPICH', MPICH, { rank: 0, size: 3, key: 'kvs_12_0' }],
    [
      'PMIx under srun',
      { ...SRUN, PMIX_RANK: '1', PMIX_NAMESPACE: 'slurm.pmix.5.0' },
      { rank: 1, size: 2, key: '5.0-slurm.pmix.5.0' },
    ],
    ["mpirun's daemon under srun", { ...SRUN, ...OPENMPI }, { rank: 2, size: 4, key: '5.0-176685057' }],
  ])('are read as %s sets them', (_, environment, expected) => expect(rankOf(environment)).toEqual(expected));

  it.each([
    ['nobody set them', {}, /neither mpirun nor srun started this process/],
    [
      'a batch script has a rank but is no step',
      { SLURM_PROCID: '0', SLURM_NTASKS: '4', SLURM_JOB_ID: '5' },
      /neither mpirun nor srun/,
    ],
    ['the rank is beyond the size', { ...MPICH, PMI_RANK: '3' }, /it is number 3 of 3 by PMI_RANK and PMI_SIZE/],
    ['they are no numbers', { ...MPICH, PMI_SIZE: 'many' }, /it is number 0 of NaN/],
    ['nothing names the start', { PMI_RANK: '0', PMI_SIZE: '3' }, /nothing names the start/],
  ])('are refused if %s', (_, environment, message) =>
    expect(() => rankOf(environment)).toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }),
    ),
  );
});
