/** What was shown to a network in an example, task by task: vectors with their labels, a story with its question, sounds with the images beside them. */
import { cellPanel } from '../../figure/cell-map.js';
import type { FigureData, FigureDescription, Need, Subject } from '../../figure/figure.js';
import { galleryPanel } from '../../figure/gallery.js';
import { COLOURS } from '../../figure/palette.js';
import { type Panel, type PanelFigure, panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { at, EXAMPLES, ifRecorded } from './record-data.js';
import { A_ROW } from './record-panels.js';
import { VOCABULARY } from './vocabulary.js';

const { recorded, firstRows, byWord, firstNote } = EXAMPLES;

/** Numbers of each fact of a layer of inputs, in their order. */
export function shownOf(data: FigureData, rows: readonly number[]): readonly Float64Array[] {
  const [facts, values] = ['fact', 'value'].map((name) => at(data, 'inputs', name, rows));
  return [...new Set(facts)].map((fact) => values.filter((_, i) => facts[i] === fact));
}

/** The inputs of a task as a figure shows them. */
interface Shown {
  readonly meaning: string;
  needs(subject: Subject): readonly Need[] | undefined;
  draw(data: FigureData): Pick<PanelFigure, 'panels' | 'notes'>;
}

const VECTORS: Shown = {
  meaning: 'numbers of each feature vector that was shown, its label below it, and the query',
  needs: (subject) => ifRecorded(subject, recorded('inputs', 'layer', 'fact', 'value'), recorded('labels', 'label')),
  draw(data) {
    const columns = [...byWord(data, 'inputs', 'layer').values()].flatMap((rows) => shownOf(data, rows));
    const labels = at(data, 'labels', 'label', firstRows(data, 'labels'));
    const [features, count] = [columns[0].length, columns.length];
    const values = Float64Array.from(
      { length: features * count },
      (_, cell) => columns[cell % count][Math.floor(cell / count)],
    );
    const panel = cellPanel({
      values,
      x: { title: 'label of the pair', labels: [...Array.from(labels, String), 'query'] },
      y: { title: 'feature', labels: Array.from({ length: features }, (_, i) => String(i)) },
      title: 'value',
      isDownwards: true,
      share: Math.min(0.7, features / count),
    });
    return { panels: [panel] };
  },
};

/** Heights of a line of a story, in widths of the panel; lines of fewer are not higher. */
const [LINE, FEWEST_LINES] = [0.045, 4];

/** The words of sentences; places without a word, which come behind the last, are left out. */
function sentencesOf(data: FigureData, rows: readonly number[], words: ReadonlyMap<number, string>): readonly string[] {
  return shownOf(data, rows).map((numbers) =>
    Array.from(numbers)
      .filter((number) => number !== 0)
      .map((number) => words.get(number) ?? `word ${number}`)
      .join(' '),
  );
}

/** Right answer and that of the network, the first of the largest logits. */
function answersOf(data: FigureData, words: ReadonlyMap<number, string>): string {
  const rows = firstRows(data, 'logits');
  const [classes, logits, right] = ['class', 'logit', 'is_answer'].map((name) => at(data, 'logits', name, rows));
  const best = [...classes.keys()].reduce((a, b) => (logits[b] > logits[a] ? b : a));
  const [wanted, said] = [right.indexOf(1), best].map((i) => words.get(classes[i]) ?? `word ${classes[i]}`);
  return wanted === said
    ? `the network answers ${said}, which is right`
    : `the network answers ${said}; right is ${wanted}`;
}

const STORIES: Shown = {
  meaning:
    'the sentences of a story from above in the order in which they were told, with the time steps of each, and the question',
  needs: (subject) =>
    ifRecorded(
      subject,
      recorded('inputs', 'layer', 'fact', 'value'),
      recorded('logits', 'class', 'logit', 'is_answer'),
      VOCABULARY.need,
    ),
  draw(data) {
    const words = VOCABULARY.read(data);
    const steps = Number(data.subject.parameters.num_time_steps);
    const layers = byWord(data, 'inputs', 'layer');
    const lines = ['story', 'query'].flatMap((layer) => {
      const rows = layers.get(layer) ?? [];
      const facts = [...new Set(at(data, 'inputs', 'fact', rows))];
      return sentencesOf(data, rows, words).map((text, i) => ({ text, fact: facts[i], isAsked: layer === 'query' }));
    });
    const wordsOf = (isAsked: boolean, colour: string) => {
      const own = [...lines.entries()].filter(([, line]) => line.isAsked === isAsked);
      return {
        kind: 'words',
        colour,
        align: 'left',
        text: own.map(([, { text }]) => (isAsked ? `${text}?` : text)),
        x: own.map(() => 0.01),
        y: own.map(([row]) => row),
      } as const;
    };
    const panel: Panel = {
      share: LINE * Math.max(FEWEST_LINES, lines.length),
      x: { title: null, domain: [0, 1], isHidden: true },
      y: {
        title: 'time steps',
        labels: lines.map(({ fact }) => `${fact * steps} to ${(fact + 1) * steps - 1}`),
        domain: [-0.5, lines.length - 0.5],
        isReversed: true,
        hasAllLabels: true,
      },
      marks: [wordsOf(false, COLOURS.black), wordsOf(true, COLOURS.blue)],
    };
    return { panels: [panel], notes: [answersOf(data, words)] };
  },
};

const SOUNDS: Shown = {
  meaning:
    'sounds as cepstral coefficients, frames to the right and coefficients upwards, the sound that asks, and below them the images that were shown with them and the right answer',
  needs: (subject) => ifRecorded(subject, recorded('inputs', 'layer', 'fact', 'value'), recorded('pixels', 'wanted')),
  draw(data) {
    const { num_mfcc, num_mfcc_time_samples } = data.subject.parameters;
    const [coefficients, frames] = [num_mfcc, num_mfcc_time_samples].map(Number);
    const layers = byWord(data, 'inputs', 'layer');
    const shown = (layer: string): readonly Float64Array[] => shownOf(data, layers.get(layer) ?? []);
    const upwards = (sound: Float64Array): Float64Array =>
      Float64Array.from(
        sound,
        (_, i) => sound[(i % frames) * coefficients + coefficients - 1 - Math.floor(i / frames)],
      );
    const [heard, asked, images] = [shown('sounds'), shown('query'), shown('images')];
    const sounds = [...heard, ...asked].map(upwards);
    const most = Math.max(...sounds.flatMap((sound) => rangeOf(sound)).map(Math.abs)) || 1;
    const wanted = at(data, 'pixels', 'wanted', firstRows(data, 'pixels'));
    const seen = [...images, wanted];
    const side = Math.sqrt(wanted.length);
    const aRow = Math.max(3, Math.min(A_ROW, sounds.length));
    const label = (what: string, last: string, i: number): string => (i < heard.length ? `${what} ${i}` : last);
    const ofSounds = galleryPanel(
      {
        groups: [
          {
            heading: 'sounds: frames to the right, coefficients upwards',
            images: sounds.map((values, i) => ({ values, label: label('sound', 'query', i) })),
            colours: { map: 'diverging', domain: [-most, most] },
          },
        ],
        ...{ sides: [coefficients, frames], aspect: 1, aRow },
      },
      data.size,
    );
    const ofImages = galleryPanel(
      {
        groups: [
          {
            heading: 'images that were shown with them, and the right answer to the query',
            images: seen.map((values, i) => ({ values, label: label('image', 'right answer', i) })),
            colours: { map: 'grey', domain: rangeOf(seen.flatMap((values) => rangeOf(values))) },
          },
        ],
        ...{ sides: [side, side], aRow },
      },
      data.size,
    );
    const scale = `colours of sounds: blue below 0, brown above, to ±${numberWords(Number(most.toPrecision(3)))}`;
    return { panels: [ofSounds, ofImages], notes: [scale] };
  },
};

const TASKS: { readonly [task: string]: Shown } = {
  associations: VECTORS,
  qa: STORIES,
  'cross-modal': SOUNDS,
};

const taskOf = ({ parameters }: Subject): Shown | undefined => TASKS[String(parameters.task)];

export const INPUTS: FigureDescription = {
  name: 'inputs',
  title: 'what was shown',
  meaning:
    'what was shown in an example and asked: vectors with their labels, the sentences of a story, or sounds with the images beside them',
  needs: (subject) => taskOf(subject)?.needs(subject),
  draw(data) {
    const task = taskOf(data.subject) as Shown;
    const { panels, notes = [] } = task.draw(data);
    return panelFigure(data, {
      ...{ title: this.title, meaning: task.meaning, panels },
      notes: [...notes, ...firstNote(data, 'inputs')],
    });
  },
};
