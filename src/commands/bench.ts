import * as Flags from '@oclif/core/flags';
import {
  type BenchComparison,
  type BenchResult,
  type Change,
  checkComparable,
  readBenchResult,
  vectorsOf,
} from '../bench/compare.js';
import type { Measurement } from '../bench/measure.js';
import { compareAgain, openSession } from '../bench/session.js';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { bytesText, columns } from '../cli/text.js';
import { MsmError } from '../errors.js';
import { freshKernels } from '../host/builds.js';
import { readWhole } from '../host/disk.js';
import { describeEnvironment, SYSTEM_CLOCK } from '../host/environment.js';
import { useWideVectors, vectorBits } from '../host/wide-vectors.js';
import { allFamilies } from '../model/families.js';

interface Compared extends BenchComparison {
  readonly file: string;
  readonly by: number;
  readonly failsOnSlower: boolean;
}

interface Result extends BenchResult {
  /** Measurements above the ceiling, which is then not one. */
  readonly above: readonly string[];
  readonly comparison?: Compared;
}

/** A share of the ceiling that noise of the clock explains. */
const MOST_SHARE = 1.02;
const percent = (share: number): string => `${Math.round(100 * share)} %`;

const isAbove = ({ share }: Measurement): boolean => share !== null && share > MOST_SHARE;

const changeText = ({ name, of, before, now }: Change): readonly string[] => [
  `  ${name}`,
  `${percent(before)} of ${of} then`,
  `${percent(now)} now`,
  `${(now / before).toFixed(2)} times as fast`,
];

export default class Bench extends MsmCommand<Result> {
  static override summary =
    "Time the hot kernels and the headline workloads, as a share of this machine's measured ceiling.";
  static override description =
    'One core. The ceiling (arithmetic on vectors, bandwidth) is measured in the same run, again and again, and the largest counts; compare shares and ratios, not seconds.';
  static override examples = [
    '<%= config.bin %> bench',
    '<%= config.bin %> bench --json --budget 1000 > before.json',
    '<%= config.bin %> bench --budget 1000 --compare before.json',
  ];
  static override flags = {
    fast: Flags.boolean({ description: 'measure the fast build (fused multiply-add)' }),
    budget: Flags.integer({
      description: 'milliseconds for each measurement',
      default: 200,
      min: 1,
      max: 60_000,
      helpValue: 'MS',
    }),
    compare: Flags.string({
      description:
        'say what has become slower than in FILE, which msm bench --json printed on this machine; what seems slower is measured twice more',
      helpValue: 'FILE',
    }),
    'slower-by': Flags.integer({
      description: 'percent of its share that a measurement must have lost to count as slower',
      default: 15,
      min: 1,
      max: 99,
      helpValue: 'PERCENT',
    }),
    'fail-on-slower': Flags.boolean({
      description: 'end with status 1 if something is slower',
    }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<Result> {
    const { flags } = await this.parse(Bench);
    const build = flags.fast ? 'fast' : 'strict';
    const { processor, node } = describeEnvironment();
    useWideVectors();
    const machine = { build, processor, node, vectors: vectorBits() };
    const file = flags.compare;
    if (flags['fail-on-slower'] && file === undefined) {
      throw new MsmError('E_CONFIG', '--fail-on-slower needs a result to compare with', {
        next: 'Add --compare FILE.',
      });
    }
    const then = file === undefined ? undefined : readBenchResult(new TextDecoder().decode(readWhole(file)), file);
    if (then !== undefined && file !== undefined) checkComparable(then, machine, file);

    const made = await Promise.all((await allFamilies()).map(({ bench }) => bench?.()));
    const session = openSession({
      ...{ machine, fresh: freshKernels(build), clock: SYSTEM_CLOCK.milliseconds, budgetMs: flags.budget },
      benches: made.flatMap((bench) => bench ?? []),
    });
    session.measure();
    const by = flags['slower-by'] / 100;
    const comparison = then === undefined ? undefined : compareAgain(session, then, by);
    const last = session.result();
    const above = [...last.kernels, ...last.workloads].filter(isAbove).map(({ name }) => name);
    const failsOnSlower = flags['fail-on-slower'];
    return {
      ...last,
      above,
      ...(comparison !== undefined && file !== undefined && { comparison: { ...comparison, file, by, failsOnSlower } }),
    };
  }

  override exitStatusOf({ comparison }: Result): number {
    return comparison?.failsOnSlower === true && comparison.slower.length > 0 ? 1 : 0;
  }

  present(result: Result): readonly string[] {
    const { build, processor, node, ceiling, kernels, workloads, above, comparison } = result;
    const row = ({ name, seconds, gflops, gbytes, share }: Measurement): readonly string[] => [
      name,
      `${(seconds * 1e6).toFixed(2)} us`,
      gflops.toFixed(1),
      gbytes.toFixed(1),
      share === null ? '-' : percent(share),
    ];
    return [
      `${processor}, Node ${node}, ${build} build, vectors of ${vectorsOf(result)} bits, one core`,
      `ceiling: ${ceiling.gflops.toFixed(1)} GFLOP/s; ${ceiling.bandwidth.map(({ bytes, gbytes }) => `${gbytes.toFixed(0)} GB/s of ${bytesText(bytes)}`).join(', ')}`,
      '',
      ...columns([['', 'time', 'GFLOP/s', 'GB/s', 'of ceiling'], ...kernels.map(row), ...workloads.map(row)]),
      ...(above.length === 0
        ? []
        : ['', `above the ceiling, so something else slowed its measurement: ${above.join('; ')}`]),
      ...(comparison === undefined ? [] : ['', ...comparisonText(comparison)]),
    ];
  }
}

function comparisonText({ file, by, slower, faster, compared, onlyThen, onlyNow, notes }: Compared): readonly string[] {
  const some = (title: string, changes: readonly Change[]): readonly string[] =>
    changes.length === 0 ? [] : [`${title} by more than ${percent(by)}:`, ...columns(changes.map(changeText))];
  return [
    `compared with ${file}: ${compared} measurements, ${slower.length === 0 ? 'none' : slower.length} slower`,
    ...notes.map((note) => `note: ${note}`),
    ...some('slower', slower),
    ...some('faster', faster),
    ...(onlyThen.length === 0 ? [] : [`no longer measured: ${onlyThen.join('; ')}`]),
    ...(onlyNow.length === 0 ? [] : [`not measured then: ${onlyNow.join('; ')}`]),
  ];
}
