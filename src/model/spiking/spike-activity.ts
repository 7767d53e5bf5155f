/** What neurons that spike do with an item: rates, and in detail spikes, membranes and traces. */
import type { ActivityRows } from './activity-tables.js';
import { decayOf, tracesOf } from './neuron.js';
import type { Numeric } from './numeric.js';
import { openMemory } from './open.js';
import { membranesIn, type Population, populationsOf, SECONDS, spikesOf, stepTraces, TRACED } from './populations.js';
import type { SpikingNetwork } from './settings-types.js';
import type { Watched } from './watched.js';

/** A population of an example, with its spikes [steps][neurons]. */
interface Seen {
  readonly example: number;
  readonly population: Population;
  readonly spikes: Uint8Array;
  /** Steps from the first that is active to the end, and those of the trial before them all. */
  readonly first: number;
  readonly steps: number;
  readonly before: number;
}

function takeRates({ rates }: ActivityRows, { example, population, spikes }: Seen, seconds: number): void {
  const { name, neurons } = population;
  const counts = new Float64Array(neurons);
  for (const [i, spike] of spikes.entries()) counts[i % neurons] += spike;
  for (const [i, count] of counts.entries()) rates.add(name, example, i, count / seconds);
}

function takeSteps(numeric: Numeric, { fired, potentials }: ActivityRows, seen: Seen): void {
  const { example, spikes, before } = seen;
  const { name, neurons, membranes } = seen.population;
  for (let t = seen.first; t < seen.steps; t++) {
    for (let i = 0; i < neurons; i++) if (spikes[t * neurons + i] === 1) fired.add(name, example, before + t, i);
    if (membranes === undefined) continue;
    const own = membranesIn(numeric, membranes, neurons, t);
    for (const [i, potential] of own.entries()) potentials.add(name, example, before + t, i, potential);
  }
}

/** @param keep - factor of traces from step to step */
function takeTraces({ traces: rows }: ActivityRows, { example, population, spikes, first, steps }: Seen, keep: number) {
  const { name, neurons } = population;
  const traces = new Float64Array(neurons);
  for (let t = first; t < steps; t++) {
    stepTraces(traces, keep, spikes.subarray(t * neurons));
    for (const [i, trace] of traces.entries()) rows.add(name, example, t, i, trace);
  }
}

export function watchSpikes(numeric: Numeric, network: SpikingNetwork): Watched {
  const { facts, steps: T, plasticity } = network;
  const opened = openMemory(numeric, network, true);
  const { writing } = opened.parts;
  const keeps = tracesOf(plasticity).map((tau) => decayOf(numeric, tau));
  return {
    opened,
    steps: T,
    firstFact: opened.firstFact,
    memory: (_, fact) => ({ address: writing.memory(fact), stride: writing.np }),
    takeLayers: (rows, example, item, _, detail) => {
      for (const population of populationsOf(opened.trains)) {
        const { name, writes } = population;
        const steps = writes ? facts * T : T;
        const seen: Seen = {
          ...{ example, population, steps, spikes: spikesOf(numeric, population, steps) },
          first: writes ? opened.firstFact(item) * T : 0,
          // the query comes after all facts
          before: writes ? 0 : facts * T,
        };
        takeRates(rows, seen, SECONDS * T * (writes ? opened.activeFacts(item) : 1));
        if (detail === 'trials') continue;
        takeSteps(numeric, rows, seen);
        if (TRACED.includes(name)) takeTraces(rows, seen, keeps[TRACED.indexOf(name)]);
      }
    },
  };
}
