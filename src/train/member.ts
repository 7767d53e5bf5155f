/** A thread that shares the steps of a run which goes on elsewhere: it has a network of its own, as that of the run. */
import { Board } from './board.js';
import { readJob, type TrainingJob } from './jobs.js';
import { Partner } from './partner.js';
import { ended } from './pieces.js';
import type { Meeting, Member } from './team.js';
import type { Trainable } from './trainable.js';
import { UnitPartner } from './unit-partner.js';

const isByUnits = ({ kind }: TrainingJob): boolean => kind === 'units' || kind === 'stages';

/** @param network - opened with the settings of the run; its state comes from there */
export function trainingMember(network: Trainable): Member {
  let board: Board | undefined;
  let partner: Partner | undefined;
  let units: UnitPartner | undefined;
  let version = -1;

  const work = (job: TrainingJob, own: Board, mine: Partner): Meeting | undefined => {
    if (job.kind === 'give') {
      units?.give();
      return undefined;
    }
    if (job.kind === 'load') own.takeState();
    // its own tensors are as it left them
    else if (job.version !== version) own.takePieces((isByUnits(job) && units?.read) || mine.others, 1);
    version = job.version;
    if (job.kind === 'survey') ended(mine.survey(job.batch, job));
    if (job.kind === 'gradient') ended(mine.gradient(job.batch, job));
    if (job.kind === 'add') mine.add(job.batch);
    if (job.kind === 'update') mine.update(job.batch, job);
    if (job.kind === 'look') ended(mine.look(job.batch));
    if (job.kind === 'stages') units?.stages(job, job);
    return job.kind === 'units' ? units?.all(job, job) : undefined;
  };
  return {
    begin: (place, memory) => {
      board = new Board(network, memory);
      partner = new Partner(network, board, place);
      const split = network.split?.(place);
      if (split !== undefined) units = new UnitPartner(network, split, board, place);
    },
    work: (job) => {
      if (board === undefined || partner === undefined) throw new Error('a thread has a job before it has begun');
      return work(readJob(job), board, partner);
    },
  };
}
