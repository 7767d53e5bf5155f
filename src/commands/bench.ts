import * as Flags from '@oclif/core/flags';
import { measureCeiling } from '../bench/ceiling.js';
import { coreSubjects } from '../bench/core.js';
import { type Ceiling, type Measurement, measureAll } from '../bench/measure.js';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { bytesText, columns } from '../cli/text.js';
import { freshKernels } from '../host/builds.js';
import { describeEnvironment, SYSTEM_CLOCK } from '../host/environment.js';
import { CORE_MODULE } from '../kernel/core-kernels.js';
import type { Subject } from '../model/bench.js';
import { allFamilies } from '../model/families.js';

interface BenchResult {
  readonly build: string;
  readonly processor: string;
  readonly node: string;
  readonly ceiling: Ceiling;
  readonly kernels: readonly Measurement[];
  readonly workloads: readonly Measurement[];
}

export default class Bench extends MsmCommand<BenchResult> {
  static override summary =
    "Time the hot kernels and the headline workloads, as a share of this machine's measured ceiling.";
  static override description =
    'One core. The ceiling (128-bit arithmetic, read bandwidth) is measured in the same run; compare shares and ratios, not seconds.';
  static override examples = ['<%= config.bin %> bench', '<%= config.bin %> bench --json --budget 1000'];
  static override flags = {
    fast: Flags.boolean({ description: 'measure the fast build (fused multiply-add)' }),
    budget: Flags.integer({
      description: 'milliseconds for each measurement',
      default: 200,
      min: 1,
      max: 60_000,
      helpValue: 'MS',
    }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<BenchResult> {
    const { flags } = await this.parse(Bench);
    const build = flags.fast ? 'fast' : 'strict';
    const fresh = freshKernels(build);
    const clock = SYSTEM_CLOCK.milliseconds;
    const ceiling = measureCeiling(fresh(CORE_MODULE), clock, flags.budget);
    const { processor, node } = describeEnvironment();
    const made = await Promise.all((await allFamilies()).map(({ bench }) => bench?.()));
    const benches = made.flatMap((bench) => bench ?? []);
    const all = (subjects: Iterable<Subject>) => measureAll(subjects, ceiling, clock, flags.budget);
    return {
      build,
      processor,
      node,
      ceiling,
      kernels: [...all(coreSubjects(fresh)), ...benches.flatMap(({ kernels }) => all(kernels(fresh)))],
      workloads: benches.flatMap(({ workloads }) => all(workloads(fresh))),
    };
  }

  present({ build, processor, node, ceiling, kernels, workloads }: BenchResult): readonly string[] {
    const row = ({ name, seconds, gflops, gbytes, share }: Measurement): readonly string[] => [
      name,
      `${(seconds * 1e6).toFixed(2)} us`,
      gflops.toFixed(1),
      gbytes.toFixed(1),
      share === null ? '-' : `${Math.round(100 * share)} %`,
    ];
    return [
      `${processor}, Node ${node}, ${build} build, one core`,
      `ceiling: ${ceiling.gflops.toFixed(1)} GFLOP/s; reads ${ceiling.bandwidth.map(({ bytes, gbytes }) => `${gbytes.toFixed(0)} GB/s of ${bytesText(bytes)}`).join(', ')}`,
      '',
      ...columns([['', 'time', 'GFLOP/s', 'GB/s', 'of ceiling'], ...kernels.map(row), ...workloads.map(row)]),
    ];
  }
}
