import * as Flags from '@oclif/core/flags';
import type { SimulationReport } from '../cli/report.js';
import { type DryRun, type PrintedConfig, RunCommand, runCommandFlags } from '../cli/run-command.js';
import type { ParsedRun } from '../cli/run-flags.js';
import { columns, numberText } from '../cli/text.js';
import { spellBooleans } from '../config/flags.js';
import { configError } from '../config/problem.js';
import { compileBuild, instantiate } from '../host/builds.js';
import { CORE_MODULE } from '../kernel/core-kernels.js';
import { RATE } from '../model/rate/model.js';
import { checkReference, type ReferenceCheck } from '../model/reference/check.js';
import { REFERENCE_SYSTEMS } from '../model/reference/systems.js';
import { didYouMean, quoted } from '../text.js';

type Result = SimulationReport | DryRun | PrintedConfig | ReferenceCheck;

/** A reference system has constants of its own. @throws E_CONFIG for a flag that would have no effect */
function refuseOthers({ raw }: ParsedRun): void {
  const other = raw.find(({ type, flag }) => type === 'flag' && !['system', 'json', 'quiet'].includes(flag ?? ''));
  if (other === undefined) return;
  throw configError(
    `--${other.flag} has no effect on a reference system: --system goes with --json and --quiet alone`,
    `--${other.flag}`,
  );
}

export default class Lyapunov extends RunCommand<ReferenceCheck> {
  static override summary =
    'Chaos in recurrent rate networks: divergence of pairs, Lyapunov exponents, a verdict per trial.';
  static override description =
    'One run is one network (session) at one upscaling g, all trials together. Lists and ranges on any parameter make a sweep; a range includes its end if that is on its grid.';
  static override examples = [
    '<%= config.bin %> lyapunov --g 1..21:3',
    '<%= config.bin %> lyapunov --preset published',
    '<%= config.bin %> lyapunov --N 100 --p 1 --weights variance --g 4 --form x --scheme rk4 --dt 2 --exponents 20',
    '<%= config.bin %> lyapunov --g 10 --method interval --duration 20000',
    '<%= config.bin %> lyapunov --N 100 --p 1 --weights variance --g 1.5..4:0.5 --mean-field --T 1000',
    '<%= config.bin %> lyapunov --system lorenz',
  ];
  static override flags = {
    ...runCommandFlags(RATE),
    system: Flags.string({
      helpValue: 'NAME',
      description: `Run a reference system through the same estimators and compare with the literature; nothing is written. One of ${Object.keys(REFERENCE_SYSTEMS).join(', ')}.`,
    }),
  };

  protected async read() {
    return { family: RATE, parsed: await this.parse(Lyapunov, spellBooleans(RATE.schema, this.argv)) };
  }

  override async perform(): Promise<Result> {
    const { parsed } = await this.read();
    const name = parsed.flags.system;
    if (name === undefined) return super.perform();
    if (!(name in REFERENCE_SYSTEMS)) {
      const known = Object.keys(REFERENCE_SYSTEMS);
      const next = `Systems: ${known.join(', ')}.`;
      throw configError(
        `--system ${quoted(name)}: there is no such system. ${didYouMean(name, known)}`.trim(),
        '--system',
        next,
      );
    }
    refuseOthers(parsed);
    return checkReference(name, instantiate(compileBuild(CORE_MODULE, 'strict')));
  }

  override async present(result: Result): Promise<readonly string[]> {
    if (!('system' in result)) return super.present(result);
    const { exponents, source, sum, exactSum, divergence, kaplanYorke } = result;
    const rows = exponents.map(({ value, low, high, literature }, i) => [
      String(i + 1),
      numberText(value),
      `${numberText(low)} to ${numberText(high)}`,
      numberText(literature),
    ]);
    return [
      ...columns([['exponent', 'measured', '95 % interval', source], ...rows]),
      `sum ${numberText(sum, 7)}${exactSum === null ? '' : `, exact ${numberText(exactSum, 7)}`}; Kaplan-Yorke dimension ${numberText(kaplanYorke)}`,
      `mean divergence of the steps ${numberText(divergence, 7)}, apart from the sum by ${numberText(Math.abs(sum - divergence), 2)}`,
    ];
  }
}
