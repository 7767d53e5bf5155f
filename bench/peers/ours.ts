/** This program as one of those that are compared: what a peer does, with a build of ours. Called with work, build, folder, budget and `quick`. */
import { argv } from 'node:process';
import { secondsOf } from '../../src/bench/measure.js';
import { freshKernels } from '../../src/host/builds.js';
import type { Build } from '../../src/kernel/kernels.js';
import { cpuMilliseconds } from '../cpu-time.js';
import { largestMemory } from '../largest-memory.js';
import { writeResult } from './work.js';
import { workNamed } from './works.js';

const [name, build, folder, budget, quick] = argv.slice(2);
const { ours } = workNamed(name, quick === 'quick');
if ('command' in ours) throw new Error(`${name} is timed as a command`);
const fresh = freshKernels(build as Build);
writeResult(folder, ours.result(fresh));
const seconds = secondsOf(ours.subject(fresh), cpuMilliseconds, Number(budget));
console.log(JSON.stringify({ version: `msm ${build}`, seconds, megabytes: largestMemory() }));
