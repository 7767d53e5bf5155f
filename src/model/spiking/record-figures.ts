/** Figures of what a network does in an example (specification, section 9): what was shown, spikes, traces, memory, answer. */
import type { FigureData, FigureDescription } from '../../figure/figure.js';
import { type GalleryImage, galleryPanel } from '../../figure/gallery.js';
import { COLOURS } from '../../figure/palette.js';
import { type Panel, panelFigure } from '../../figure/panels.js';
import { rasterRows } from '../../figure/raster.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords, spoken } from '../../figure/text.js';
import { INPUTS, shownOf } from './input-figures.js';
import { at, EXAMPLES, ifRecorded } from './record-data.js';
import { A_ROW, memoryPanels, unitsPanel } from './record-panels.js';

const { recorded, firstRows, byWord, memories, firstNote: exampleNote } = EXAMPLES;

const TRIAL = 'time step of the trial';

const GREY = (values: ArrayLike<number>) => ({ map: 'grey', domain: rangeOf(values) }) as const;

/** Steps for which each fact is shown, and at which the next one begins, from the memory that was recorded before each fact. */
function stepsOf(data: FigureData): { readonly end: number; readonly changes: readonly number[] } {
  const rows = firstRows(data, 'memory');
  const changes = [...new Set(at(data, 'memory', 'step', rows))];
  const last = changes[changes.length - 1];
  const facts = at(data, 'memory', 'fact', rows);
  return { changes: changes.slice(1), end: last + last / Math.max(1, facts[facts.length - 1]) };
}

const SPIKES: FigureDescription = {
  name: 'spikes',
  title: 'spikes and rates',
  meaning: 'spikes of every population in a trial, with the mean rate of each neuron while its population was active',
  needs: (subject) =>
    ifRecorded(
      subject,
      recorded('spikes', 'layer', 'step', 'unit'),
      recorded('rates', 'layer', 'unit', 'rate'),
      recorded('memory', 'fact', 'step'),
    ),
  draw(data) {
    const { end, changes } = stepsOf(data);
    const spikes = byWord(data, 'spikes', 'layer');
    const populations = [...byWord(data, 'rates', 'layer')].map(([layer, rows]) => ({
      name: spoken(layer),
      steps: at(data, 'spikes', 'step', spikes.get(layer) ?? []),
      units: at(data, 'spikes', 'unit', spikes.get(layer) ?? []),
      rates: at(data, 'rates', 'rate', rows),
    }));
    const panels = rasterRows({ populations, steps: [0, end], changes, x: TRIAL, unit: 'Hz' });
    const notes = [
      'lines: the next pair, and last the query; numbers: mean rates of populations',
      ...exampleNote(data, 'rates'),
    ];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};

/** A number of each unit along steps or facts: a picture a layer. */
function unitsFigure(
  about: Pick<FigureDescription, 'name' | 'title' | 'meaning'>,
  clock: 'step' | 'fact',
  value: string,
  x: string,
): FigureDescription {
  const { name, title, meaning } = about;
  return {
    ...about,
    needs: (subject) => ifRecorded(subject, recorded(name, 'layer', clock, 'unit', value)),
    draw(data) {
      const panels = [...byWord(data, name, 'layer')].map(([layer, rows]) => {
        const [places, units, numbers] = [clock, 'unit', value].map((column) => at(data, name, column, rows));
        return unitsPanel({ layer, units, places, numbers }, { value, x });
      });
      return panelFigure(data, { title, meaning, panels, notes: exampleNote(data, name) });
    },
  };
}

const TRACES = unitsFigure(
  {
    name: 'traces',
    title: 'traces of keys and values',
    meaning: 'traces of the spikes of keys and values while the memory is written, from which its rule learns',
  },
  'step',
  'trace',
  TRIAL,
);

const ACTIVITIES = unitsFigure(
  {
    name: 'activities',
    title: 'activities',
    meaning: 'what each unit of a network without time says to each fact and to the query',
  },
  'fact',
  'activity',
  'fact; behind the last the query',
);

/** What a task tells, one after the other. */
const TOLD: { readonly [task: string]: string } = {
  associations: 'pairs',
  qa: 'sentences',
  omniglot: 'characters',
  'cross-modal': 'sounds with their images',
};

const MEMORY: FigureDescription = {
  name: 'memory',
  title: 'memory',
  meaning: 'synapses from keys to values after the last fact, and before it as each fact was written',
  needs: (subject) => ifRecorded(subject, recorded('memory', 'fact', 'key', 'value', 'weight')),
  draw(data) {
    const written = memories(data, 'fact');
    // places before the first that was told are empty
    const first = written[0]?.after ?? 0;
    const told = TOLD[String(data.subject.parameters.task)] ?? 'facts';
    const panels = memoryPanels(
      written,
      {
        headingOf: () => `the same while it is written, after so many ${told}`,
        labelOf: (fact) => `after ${fact - first}`,
      },
      data.size,
    );
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes: exampleNote(data, 'memory') });
  },
};

const BINS = 40;

/** Bars of a count below 1 have no height. */
const NONE = 0.5;

const ENTRIES: FigureDescription = {
  name: 'memory_entries',
  title: 'entries of the memory',
  meaning: 'histogram of all entries of the memory after the last fact, of all recorded examples',
  needs: (subject) => ifRecorded(subject, recorded('memory', 'fact', 'weight')),
  draw(data) {
    const [examples, facts, weights] = ['example', 'fact', 'weight'].map((name) => data.numbers('memory', name).values);
    const last = rangeOf(facts)[1];
    const entries = weights.filter((_, row) => facts[row] === last);
    const [low, high] = rangeOf(entries);
    const width = high > low ? (high - low) / BINS : 1 / BINS;
    const counts = new Float64Array(BINS);
    for (const entry of entries) counts[Math.min(BINS - 1, Math.floor((entry - low) / width))]++;
    const edges = Array.from({ length: BINS + 1 }, (_, i) => low + i * width);
    const panel: Panel = {
      share: 0.55,
      x: { title: 'entry A' },
      y: { title: 'entries', isLog: true, domain: [NONE, 2 * rangeOf(counts)[1]] },
      marks: [
        {
          kind: 'bars',
          from: edges.slice(0, -1),
          to: edges.slice(1),
          base: counts.map(() => NONE),
          height: counts.map((count) => Math.max(NONE, count)),
          colour: COLOURS.blue,
        },
      ],
    };
    const of = new Set(examples).size;
    const notes = [`${entries.length} entries of ${of} ${of === 1 ? 'example' : 'examples'}`];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

const READOUT: FigureDescription = {
  name: 'readout',
  title: 'answer',
  meaning: 'what the network answers to the query: the logit of each class, and which is right',
  needs: (subject) => ifRecorded(subject, recorded('logits', 'class', 'logit', 'is_answer')),
  draw(data) {
    const rows = firstRows(data, 'logits');
    const [classes, logits, right] = ['class', 'logit', 'is_answer'].map((name) => at(data, 'logits', name, rows));
    const bars = (isRight: number, label: string, colour: string) => {
      const own = [...classes.keys()].filter((i) => right[i] === isRight);
      const places = own.map((i) => classes[i]);
      const [from, to] = [-0.4, 0.4].map((aside) => places.map((place) => place + aside));
      return { kind: 'bars', from, to, height: own.map((i) => logits[i]), label, colour } as const;
    };
    const best = [...classes.keys()].reduce((a, b) => (logits[b] > logits[a] ? b : a));
    const panel: Panel = {
      share: 0.45,
      x: { title: 'class', isWhole: true, domain: [-0.5, rangeOf(classes)[1] + 0.5] },
      y: { title: 'logit', hasZero: true },
      marks: [bars(1, 'right', COLOURS.vermillion), bars(0, 'others', COLOURS.sky)],
    };
    const said = logits.every((logit) => logit === logits[best])
      ? 'all logits are equal'
      : `the largest logit is ${right[best] === 1 ? '' : 'not '}the right one`;
    const notes = [said, ...exampleNote(data, 'logits')];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

/** Images among what was shown: layers that hear images. */
const IMAGE_LAYERS: { readonly [task: string]: readonly string[] } = {
  omniglot: ['images', 'query'],
  'cross-modal': ['images'],
};

const IMAGES: FigureDescription = {
  name: 'images',
  title: 'images that were shown',
  meaning:
    'images of each pair with their labels, and of the query; where an answer is an image, the answer beside the right one',
  needs(subject) {
    if (IMAGE_LAYERS[String(subject.parameters.task)] === undefined) return undefined;
    const inputs = recorded('inputs', 'layer', 'fact', 'value');
    return (
      ifRecorded(subject, inputs, recorded('labels', 'label')) ??
      ifRecorded(subject, inputs, recorded('pixels', 'value', 'wanted'), recorded('distances', 'distance', 'is_answer'))
    );
  },
  draw(data) {
    const task = String(data.subject.parameters.task);
    const layers = byWord(data, 'inputs', 'layer');
    const shown = IMAGE_LAYERS[task].flatMap((layer) => shownOf(data, layers.get(layer) ?? []));
    const side = Math.sqrt(shown[0].length);
    const isAnswered = task === 'cross-modal';
    const labels = isAnswered ? undefined : at(data, 'labels', 'label', firstRows(data, 'labels'));
    const distances = isAnswered ? at(data, 'distances', 'distance', firstRows(data, 'distances')) : undefined;
    const labelOf = (i: number): string => {
      if (distances !== undefined) return numberWords(Number(distances[i].toPrecision(3)));
      return labels !== undefined && i < labels.length ? `label ${labels[i]}` : 'query';
    };
    const images = shown.map((values, i): GalleryImage => ({ values, label: labelOf(i) }));
    const answer = (column: string, label: string): GalleryImage => ({
      values: at(data, 'pixels', column, firstRows(data, 'pixels')),
      label,
    });
    const colours = GREY(shown.flatMap((values) => rangeOf(values)));
    const answers = isAnswered ? [answer('value', 'answer'), answer('wanted', 'right image')] : [];
    const panel = galleryPanel(
      {
        groups: [
          { heading: isAnswered ? 'shown, with the distance of the answer' : 'shown', images, colours },
          ...(isAnswered ? [{ heading: 'answered', images: answers, colours }] : []),
        ],
        sides: [side, side],
        aRow: Math.max(4, Math.min(A_ROW, images.length)),
      },
      data.size,
    );
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      panels: [panel],
      notes: exampleNote(data, 'inputs'),
    });
  },
};

export const RECORD_FIGURES: readonly FigureDescription[] = [
  INPUTS,
  IMAGES,
  SPIKES,
  ACTIVITIES,
  TRACES,
  MEMORY,
  READOUT,
  ENTRIES,
];
