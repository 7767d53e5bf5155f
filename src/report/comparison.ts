/** The report of several runs or sweeps: what differs between them, and what came of it. */
import { configError } from '../config/problem.js';
import type { Subject } from '../figure/figure.js';
import { packageVersion } from '../host/environment.js';
import type { Fact, Part, Report, Section } from '../page/report.js';
import { countText } from '../text.js';
import { curveFigures, differingNumbers, labelsOf, numbersTable, sharedNumbers } from './compare-runs.js';
import { joined, joinedFigures, joinedTable, resultsOf, type Side } from './compare-sweeps.js';
import { type Compared, compared, namesOf, valueText } from './compared.js';
import { commonKeys, isOneFamily, namesakes } from './sameness.js';
import { isDifferent, type Line, sideBySide } from './side-by-side.js';

/** More are a sweep. */
const MOST = 16;

interface ParameterLine extends Line {
  readonly symbol: string;
  readonly isUsual: boolean;
}

/** The parameters that all of them have. */
function parameterLines(all: readonly Compared[]): readonly ParameterLine[] {
  const parameters = all.find(({ schema }) => schema !== undefined)?.schema?.parameters ?? [];
  const common = commonKeys(all);
  return parameters
    .filter(({ key }) => common.includes(key))
    .map(({ key, symbol, unit = '', help, default: usual }) => ({
      label: key,
      symbol: symbol === '' ? key : symbol,
      values: all.map((one) => one.parameters.get(key) ?? null),
      behind: [unit, help],
      isUsual: all.every((one) => one.parameters.get(key) === valueText(usual)),
    }));
}

/** Parameters that are not compared, by family, and why. */
function othersText(all: readonly Compared[]): string | undefined {
  const common = commonKeys(all);
  const own = all.flatMap(({ family, parameters }) => {
    const keys = [...parameters.keys()].filter((key) => !common.includes(key));
    return keys.length === 0 ? [] : [`${family}: ${keys.join(', ')}`];
  });
  const why = isOneFamily(all) ? 'not all have them' : 'not all have them, with the same meaning';
  return own.length === 0 ? undefined : `Not compared, since ${why}: ${[...new Set(own)].join('; ')}.`;
}

/** Facts of all of them, by label. */
function provenanceLines(all: readonly Compared[]): readonly Line[] {
  const labels = [...new Set(all.flatMap(({ provenance }) => provenance.map(([label]) => label)))];
  return labels.map((label) => ({
    label,
    values: all.map(({ provenance }) => provenance.find(([own]) => own === label)?.[1] ?? null),
  }));
}

/** What is true of the runs together: the same run twice, results of other kernels or of another revision. */
function commonWarnings(all: readonly Compared[], lines: readonly Line[]): readonly string[] {
  const seen = new Map<string, string>();
  const twins = all.flatMap(({ name, run }) => {
    const earlier = run === undefined ? undefined : seen.get(run.identity);
    if (run !== undefined) seen.set(run.identity, name);
    return earlier === undefined
      ? []
      : [`${earlier} and ${name} are the same run: parameters, seed, inputs, kernels and revision are equal.`];
  });
  const isOne = isOneFamily(all);
  const families = [...new Set(all.map(({ family }) => family))].join(' and ');
  const says = (label: string): boolean => lines.some((line) => line.label === label && isDifferent(line));
  return [
    ...twins,
    ...(isOne
      ? []
      : [`They are of different families, ${families}: only what has the same name and meaning in all is compared.`]),
    ...(isOne && says('kernels')
      ? ['Not all were made with the same kernels: numbers may differ in their last digits for that alone.']
      : []),
    ...(isOne && says('revision')
      ? ['Not all were made at the same revision of the model: numbers may differ for that alone.']
      : []),
    ...(isOne && says('build') ? ['Not all were made with the same build.'] : []),
  ];
}

/** All that they have in common, for captions. */
function commonSubject(all: readonly Compared[], lines: readonly ParameterLine[]): Subject {
  const same = lines.filter((line) => !isDifferent(line));
  return {
    kind: 'sweep',
    family: [...new Set(all.map(({ family }) => family))].join(' and '),
    parameters: {},
    inputs: [],
    written: same.map(({ label, symbol, values, isUsual }) => ({ key: label, symbol, text: values[0] ?? '', isUsual })),
    summary: {},
    runs: all.reduce((sum, { source, kind }) => sum + (kind === 'run' ? 1 : (source?.subject.runs ?? 0)), 0),
    tables: [],
    observables: [],
    axes: [],
    reported: [],
  };
}

interface Results {
  readonly sections: readonly Section[];
  readonly facts: readonly Fact[];
  readonly problems: readonly string[];
}

const figureSection = (parts: readonly Part[]): Section => ({ id: 'figures', title: 'Figures', parts });

async function runResults(all: readonly Compared[], subject: Subject, labels: readonly string[]): Promise<Results> {
  const { figures, problems, left } = await curveFigures(all, subject, labels);
  const numbers = sharedNumbers(all);
  const none = problems.length > 0 ? 'None of their common curves can be drawn.' : 'They have no curves in common.';
  const more = `${countText(left)} further curves that they share are not drawn.`;
  return {
    sections: [
      figureSection([
        figures.length === 0 ? { kind: 'words', text: none } : { kind: 'figures', figures },
        ...(left > 0 ? [{ kind: 'words', text: more } as const] : []),
      ]),
      ...(numbers.length === 0
        ? []
        : [
            { id: 'results', title: 'Numbers', parts: [{ kind: 'table', table: numbersTable(all, numbers) }] } as const,
          ]),
    ],
    facts: [
      [
        'numbers that differ',
        numbers.length === 0 ? 'none in common' : `${differingNumbers(numbers)} of ${numbers.length}`,
      ],
    ],
    problems,
  };
}

async function sweepResults(all: readonly Compared[], subject: Subject, labels: readonly string[]): Promise<Results> {
  const { openSweep } = await import('../draw/sweep-subject.js');
  const sides: Side[] = [];
  const common = commonKeys(all);
  for (const [i, { name, source, kind, folder }] of all.entries()) {
    if (source === undefined) continue;
    const results = kind === 'sweep' ? source : await openSweep(folder);
    const { family, subject: own } = results;
    sides.push({
      name,
      label: labels[i],
      frame: await resultsOf(results),
      keys: isOneFamily(all) ? (family?.schema.parameters.map(({ key }) => key) ?? []) : common,
      reported: own.reported,
    });
  }
  if (sides.length < 2) {
    return { sections: [], facts: [], problems: ['Results are compared once two of them have some.'] };
  }
  const others = namesakes(
    all,
    sides.map(({ frame }) => frame.columns),
  );
  const alike = sides.map((side): Side => {
    const columns = side.frame.columns.filter(({ name }) => !others.has(name));
    return { ...side, frame: { ...side.frame, columns }, reported: side.reported.filter((name) => !others.has(name)) };
  });
  const join = joined(alike);
  const { figures, problems } = await joinedFigures(alike, join, subject);
  return {
    sections: [
      figureSection([
        figures.length === 0
          ? {
              kind: 'words',
              text:
                problems.length > 0
                  ? 'None of their results can be drawn.'
                  : 'They have no combination of parameters in common.',
            }
          : { kind: 'figures', figures },
      ]),
      { id: 'results', title: 'Results', parts: [{ kind: 'table', table: joinedTable(alike, join) }] },
    ],
    facts: [
      ['joined on', join.axes.length === 0 ? 'nothing: nothing varies' : join.axes.join(', ')],
      ['combinations in common', countText(join.combinations.length)],
    ],
    problems,
  };
}

/** Names of the parameters that differ. */
function differingText(lines: readonly ParameterLine[]): string {
  const differing = lines.filter(isDifferent).map(({ label }) => label);
  if (differing.length > 0) return differing.join(', ');
  return lines.length === 0 ? 'none in common' : 'none';
}

/** `2 runs of hebbian`, `a run of rate and a sweep of hebbian`. */
function countsText(all: readonly Compared[]): string {
  const counts = new Map<string, number>();
  for (const { kind, family } of all) counts.set(`${kind} ${family}`, (counts.get(`${kind} ${family}`) ?? 0) + 1);
  return [...counts]
    .map(([what, count]) => {
      const [kind, family] = what.split(' ');
      return `${count === 1 ? `a ${kind}` : `${count} ${kind}s`} of ${family}`;
    })
    .join(' and ');
}

/** Its commands, under its name. */
const repeatOf = ({ name, repeat }: Compared): readonly Part[] =>
  repeat.map((part) =>
    part.kind === 'command'
      ? { ...part, label: `${name}: ${part.label.charAt(0).toLowerCase()}${part.label.slice(1)}` }
      : part,
  );

/** Throws E_CONFIG for a folder that is named twice, and for too many. */
function assertFolders(folders: readonly string[]): void {
  const twice = folders.find((folder, i) => folders.indexOf(folder) < i);
  if (twice !== undefined) throw configError(`${twice} is named twice`, twice);
  if (folders.length <= MOST) return;
  throw configError(
    `${folders.length} folders were named, and at most ${MOST} are compared on one page`,
    undefined,
    'Collect them with msm collect, and report the table.',
  );
}

/** The report of several folders, at least two. Throws E_CONFIG for folders that are none of runs, E_CORRUPT for records that cannot be read. */
export async function comparisonReport(folders: readonly string[]): Promise<Report> {
  assertFolders(folders);
  const names = namesOf(folders);
  const all: Compared[] = [];
  for (const [i, folder] of folders.entries()) all.push(await compared(folder, names[i]));
  const seeds: Line = {
    label: 'seed',
    values: all.map(({ provenance }) => provenance.find(([label]) => label === 'seed')?.[1] ?? null),
    behind: ['', 'seed of all random numbers'],
  };
  const lines = parameterLines(all);
  const differing = lines.filter(isDifferent);
  const subject = commonSubject(all, lines);
  const isVaried = ({ label }: Line): boolean =>
    all.some(({ source }) => source?.subject.axes.includes(label) === true);
  const labels = labelsOf(
    all,
    differing.filter((line) => !isVaried(line)),
  );
  const origins = provenanceLines(all);
  const results = await (all.every(({ kind }) => kind === 'run') ? runResults : sweepResults)(all, subject, labels);
  const others = othersText(all);
  const open = all.filter(({ status }) => status.tone !== 'good');
  return {
    title: `Comparison of ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
    subtitle: countsText(all),
    status:
      open.length === 0
        ? { word: 'all are done', tone: 'good' }
        : {
            word: `${open.length} of ${all.length} not done`,
            tone: open.some(({ status }) => status.tone === 'bad') ? 'bad' : 'open',
          },
    verdict: [['parameters that differ', differingText(lines)], ...results.facts],
    warnings: [
      ...commonWarnings(all, origins),
      ...all.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`)),
      ...results.problems,
    ],
    version: packageVersion(),
    sections: [
      {
        id: 'settings',
        title: 'What differs',
        parts: [
          {
            kind: 'table',
            table: sideBySide({
              id: 'parameters',
              caption: 'Parameters; those that differ first and in bold',
              of: 'parameter',
              names,
              behind: ['unit', 'meaning'],
              lines: [...lines, seeds],
            }),
          },
          ...(others === undefined ? [] : [{ kind: 'words', text: others } as const]),
        ],
      },
      ...results.sections,
      { id: 'repeat', title: 'How to repeat each', parts: all.flatMap(repeatOf) },
      {
        id: 'provenance',
        title: 'Where they come from',
        parts: [
          {
            kind: 'table',
            table: sideBySide({
              id: 'origin',
              caption: 'Where each comes from; what differs first and in bold',
              of: 'what',
              names,
              lines: origins,
            }),
          },
        ],
      },
    ],
  };
}
