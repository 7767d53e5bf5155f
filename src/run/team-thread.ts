/** The program of a thread that shares the work of a run: it makes what the run's family has for that, with kernels of its own. */
import { workerData } from 'node:worker_threads';
import { assertBuild } from '../host/builds.js';
import { serve } from '../host/team-member.js';
import { familyNamed } from '../model/families.js';
import type { Inputs } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import type { Member } from '../train/team.js';
import type { NewRun } from './new-run.js';
import { openMember } from './open-member.js';

/** What the thread is started with. */
export interface TeamData extends Pick<NewRun, 'parameters' | 'seed'> {
  readonly family: string;
  readonly parameters: Parameters;
  readonly inputs: Inputs;
  readonly module: WebAssembly.Module;
  readonly build: NewRun['build']['build'];
  readonly vectors: NewRun['build']['vectors'];
}

async function open({ family: name, parameters, inputs, seed, module, build, vectors }: TeamData): Promise<Member> {
  assertBuild(build);
  const family = await familyNamed(name);
  if (family?.team === undefined) throw new Error(`a run of ${name} has one thread`);
  return openMember(family.team, { module, build, vectors, hash: '' }, { parameters, inputs, seed });
}

serve(() => open(workerData as TeamData));
