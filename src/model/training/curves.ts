/** Curves of a run of training under the tags of the original: of batches by step, of epochs and tests by epoch. */
import type { Curve, RunTable } from '../collections.js';
import { TENSOR_COLUMNS } from './watcher.js';

type Tables = (name: string) => RunTable | undefined;

/** What is drawn of a pass: tag and column. */
const OF_A_PASS = { loss: 'loss', acc: 'accuracy', ppl: 'perplexity' } as const;

/** A column against steps, without rows that have no value; none if nothing is left. */
function curve(tag: string, steps: ArrayLike<unknown>, values: ArrayLike<unknown> | undefined): readonly Curve[] {
  const points = Array.from(values ?? [], (value, row) => ({ step: Number(steps[row]), value }));
  const drawn = points.flatMap(({ step, value }) =>
    typeof value === 'number' && Number.isFinite(value) ? [{ step, value }] : [],
  );
  return drawn.length === 0 ? [] : [{ tag, points: drawn }];
}

/** `suffix`: batches have the plain tags of training. */
function ofPass(
  tag: string,
  steps: ArrayLike<unknown>,
  table: RunTable,
  prefix: string,
  suffix = '',
): readonly Curve[] {
  return Object.entries(OF_A_PASS).flatMap(([word, column]) =>
    curve(`${tag}/${word}${suffix}`, steps, table[`${prefix}${column}`]),
  );
}

/** Epochs over all fits, from 1 on. */
function ofEpochs(epochs: RunTable | undefined): readonly Curve[] {
  if (epochs === undefined) return [];
  const steps = Array.from(epochs.epoch, (_, row) => row + 1);
  return [...ofPass('train', steps, epochs, 'train_', '_epoch'), ...ofPass('val', steps, epochs, 'validation_')];
}

const TEST = 'test';

/** Passes outside of epochs stand at the last epoch before them. */
function ofTrials(trials: RunTable | undefined, epochs: RunTable | undefined): readonly Curve[] {
  if (trials === undefined) return [];
  const fits = Array.from(epochs?.fit ?? [], Number);
  const steps = Array.from(trials.pass, (pass, row) => {
    const fit = Number(trials.fit[row]);
    return fits.filter((one) => (pass === TEST ? one <= fit : one < fit)).length;
  });
  return [TEST, 'validation after pruning'].flatMap((pass) => {
    const rows = steps.map((_, row) => row).filter((row) => trials.pass[row] === pass);
    const part = Object.fromEntries(Object.entries(trials).map(([name, all]) => [name, rows.map((row) => all[row])]));
    const own = rows.map((row) => steps[row]);
    return ofPass(pass === TEST ? TEST : 'val_pruned', own, part, '');
  });
}

/** What steps did to each tensor. */
function ofTensors(updates: RunTable | undefined, tensors: RunTable | undefined): readonly Curve[] {
  if (updates === undefined || tensors === undefined) return [];
  return Array.from(tensors.name, String).flatMap((name, tensor) => {
    const rows = Array.from(updates.tensor, (_, row) => row).filter((row) => updates.tensor[row] === tensor);
    const steps = rows.map((row) => updates.step[row]);
    return TENSOR_COLUMNS.flatMap(({ name: column }) =>
      curve(
        `${name}/${column}`,
        steps,
        rows.map((row) => updates[column][row]),
      ),
    );
  });
}

/** All that a run has recorded. */
export function trainingCurves(table: Tables): readonly Curve[] {
  const [series, epochs] = [table('timeseries'), table('epochs')];
  const ofBatches = series === undefined ? [] : ofPass('train', series.step, series, '');
  return [
    ...ofBatches,
    ...ofEpochs(epochs),
    ...ofTrials(table('trials'), epochs),
    ...ofTensors(table('updates'), table('tensors')),
  ];
}
