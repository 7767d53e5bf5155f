/** What a request amounts to, as a preset: given to --preset, it makes the same runs again. */
import { inputTexts } from '../config/inputs.js';
import { type WrittenPreset, writtenPreset } from '../config/preset-text.js';
import { defaultObservables } from '../config/record-request.js';
import { isSet } from '../config/settings.js';
import { pathOfDataset } from '../input/data-references.js';
import { absoluteInput } from '../input/inputs.js';
import type { PlannedRuns } from './plan-runs.js';

/** The configuration of planned runs: all parameters, inputs by absolute path, what is recorded. Throws E_CONFIG. */
export function configurationOf({ request, plan, spaces }: PlannedRuns): WrittenPreset {
  const { family, seed, replicas, record, output, build, data = [] } = request;
  const { schema } = family;
  const texts = inputTexts(request.inputFiles);
  const given = schema.inputs.filter(({ key }) => texts[key] !== undefined);
  const arrays = given.map((input) => [input.key, texts[input.key].map((one) => absoluteInput(input, one))] as const);
  const datasets = data.map((one) => [one.key, [pathOfDataset(one)]] as const);
  // sizes that each of several inputs fixes anew
  const sizes = plan.variants === 1 ? [] : given.flatMap(({ shape }) => shape);
  const open = sizes.filter((symbol) => !isSet(request.spaces[0].settings, symbol));
  const { format, parquet } = output;
  return writtenPreset({
    schema,
    spaces: spaces.map((space, s) => ({ space, text: request.spaces[s] })),
    open: new Set(open),
    inputs: Object.fromEntries([...arrays, ...datasets]),
    run: {
      seeds: [seed],
      replicas,
      ...record,
      record: record.record ?? defaultObservables(schema),
      every: record.every ?? 1,
      from: record.from ?? '0',
      format,
      ...(format === 'parquet' && { parquet }),
      fast: build.build === 'fast',
    },
  });
}
