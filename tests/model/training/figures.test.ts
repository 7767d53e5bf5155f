import { describe, expect, it } from 'vitest';
import type { FigureDescription, Subject, TableAbout } from '../../../src/figure/figure.js';
import { type Channel, type View, viewsOf } from '../../../src/figure/spec.js';
import { trainingFigures } from '../../../src/model/training/figures.js';
import { CLASSES, IMAGES } from '../../../src/train/scoring.js';
import { about, dataOf, SUBJECT } from '../../figure/data.js';

const FIGURES = trainingFigures([CLASSES, IMAGES]);
const figure = (name: string) => FIGURES.find((one) => one.name === name) as FigureDescription;

const tableWith = (name: string, nRows: number, ...columns: readonly string[]): TableAbout => ({
  name,
  nRows,
  columns: columns.map((column) => about(column)),
});

const sides = (...names: readonly string[]) =>
  names.flatMap((name) => ['train', 'validation'].map((side) => `${side}_${name}`));

/** A fit of two epochs with two and one batches recorded, pruning, a fit of one epoch. */
const TABLES = [
  tableWith('epochs', 3, 'fit', 'epoch', ...sides('loss', 'accuracy')),
  tableWith('trials', 3, 'pass', 'fit', 'loss', 'accuracy'),
  tableWith('timeseries', 4, 'step', 'epoch', 'loss', 'accuracy'),
  tableWith('confusion', 4, 'class', 'answer', 'items'),
];

const subject: Subject = {
  ...SUBJECT,
  tables: TABLES,
  summary: { best_epoch: 1, best_validation_accuracy: 0.75 },
};

const NUMBERS = {
  'epochs/fit': [0, 0, 1],
  train_loss: [3, 2, 1],
  validation_loss: [3.5, 2.5, 1.5],
  train_accuracy: [0.25, 0.5, 0.75],
  validation_accuracy: [0.125, 0.375, 0.75],
  'trials/fit': [0, 1, 1],
  'trials/loss': [2.25, 2.125, 1.25],
  'trials/accuracy': [0.5, 0.4375, 0.625],
  'timeseries/epoch': [1, 1, 2, 31],
  'timeseries/loss': [4, 3, 2, 1],
  'timeseries/accuracy': [0, 0.25, 0.5, 0.75],
};

const draw = (numbers: Parameters<typeof dataOf>[0]['numbers'] = NUMBERS, own: Partial<Subject> = {}) => {
  const data = dataOf({
    subject: { ...subject, ...own },
    numbers,
    words: { 'trials/pass': ['test', 'validation after pruning', 'test'] },
  });
  const { spec } = figure('learning_curves').draw(data);
  return { views: spec.vconcat.flatMap(viewsOf), title: spec.title as { readonly subtitle: readonly string[] } };
};

const labelOf = ({ transform = [] }: View['layer'][number]) => JSON.parse(String(transform[0]?.calculate ?? 'null'));

/** Title of the vertical axis; a rule has none. */
const upTitle = ({ layer }: View) =>
  layer.flatMap(({ encoding }) => (encoding.y as Channel | undefined)?.title ?? [])[0];

/** Rows of a label of the first panel. */
const rowsOf = ({ layer }: View, label: string, type: string) =>
  layer.find((one) => labelOf(one) === label && one.mark.type === type)?.data?.values;

describe('learning curves', () => {
  it('are there for runs with epochs, and take the place of what batches say', () => {
    const { needs, instead } = figure('learning_curves');
    expect(needs(subject)).toEqual([
      {
        kind: 'columns',
        table: 'epochs',
        columns: [
          'fit',
          ...'train_loss train_accuracy'.split(' '),
          ...'validation_loss validation_accuracy'.split(' '),
        ],
      },
      { kind: 'columns', table: 'trials', columns: ['pass', 'fit', 'loss', 'accuracy'] },
      { kind: 'columns', table: 'timeseries', columns: ['epoch', 'loss', 'accuracy'] },
    ]);
    expect(instead).toEqual(['loss', 'accuracy', 'nearest']);
    expect(needs({ ...subject, tables: [{ ...TABLES[0], nRows: 0 }, TABLES[1]] })).toBeUndefined();
    expect(needs({ ...subject, kind: 'sweep' })).toBeUndefined();
  });

  it('have epochs over all fits, tests behind their fit, and batches within their epoch', () => {
    const [loss] = draw().views;
    expect(rowsOf(loss, 'train', 'line')).toEqual([
      { x: 1, y: 3 },
      { x: 2, y: 2 },
      { x: 3, y: 1 },
    ]);
    expect(rowsOf(loss, 'validation', 'line')?.map(({ y }) => y)).toEqual([3.5, 2.5, 1.5]);
    expect(rowsOf(loss, 'batches', 'line')).toEqual([
      { x: 0.5, y: 4 },
      { x: 1, y: 3 },
      { x: 2, y: 2 },
      { x: 3, y: 1 },
    ]);
    expect(rowsOf(loss, 'test', 'point')).toEqual([
      { x: 2, y: 2.25 },
      { x: 3, y: 1.25 },
    ]);
    expect(rowsOf(loss, 'validation, just pruned', 'point')).toEqual([{ x: 2, y: 2.125 }]);
  });

  it('mark the best epoch, which counts within the last fit, and the pruning before it', () => {
    const { views, title } = draw();
    expect(rowsOf(views[0], 'best epoch', 'rule')).toEqual([{ at: 3 }]);
    expect(rowsOf(views[0], 'pruning', 'rule')).toEqual([{ at: 2 }]);
    expect(title.subtitle[0]).toBe('best validation accuracy 0.75 in epoch 3');
    expect(draw(NUMBERS, { summary: { best_epoch: null } }).title.subtitle[0]).toMatch(/^walk/);
  });

  it('show the share of right answers below the loss, in the same colours without a second legend', () => {
    const [loss, accuracy] = draw().views;
    expect([loss, accuracy].map(upTitle)).toEqual(['loss (nats)', 'accuracy']);
    expect(accuracy.layer.every((layer) => labelOf(layer) === null)).toBe(true);
    const lines = accuracy.layer.filter(({ mark }) => mark.type === 'line');
    expect(lines.map(({ data }) => data?.values.map(({ y }) => y))).toEqual([
      [0, 0.25, 0.5, 0.75],
      [0.25, 0.5, 0.75],
      [0.125, 0.375, 0.75],
    ]);
    const [, train, validation] = ['batches', 'train', 'validation'].map((_, i) => lines[i].encoding.color as Channel);
    expect([train.value, validation.value]).toEqual(['#0072b2', '#d55e00']);
  });

  it('leave batches out where some epochs have none', () => {
    const { views } = draw({ ...NUMBERS, 'timeseries/epoch': [1, 1, 1, 2] });
    expect(rowsOf(views[0], 'batches', 'line')).toBeUndefined();
    expect((views[0].layer[0].encoding.x as Channel).scale?.domain).toEqual([1, 3]);
  });

  it('of answers that are images have the share that is nearest, and a loss without unit', () => {
    const names = ['loss', 'nearest'];
    const own = {
      summary: { best_epoch: 1, best_validation_loss: 0.5 },
      tables: [tableWith('epochs', 3, 'fit', ...sides(...names)), tableWith('trials', 3, 'pass', 'fit', ...names)],
    };
    const numbers = {
      ...NUMBERS,
      train_nearest: [0, 0, 1],
      validation_nearest: [0, 1, 1],
      'trials/nearest': [0, 0, 1],
    };
    const { views, title } = draw(numbers, own);
    expect(views.map(upTitle)).toEqual(['loss', 'nearest']);
    expect(title.subtitle[0]).toBe('best validation loss 0.5 in epoch 3');
  });
});

describe('a confusion matrix', () => {
  const items = Float64Array.from([3, 1, 0, 4]);

  it('is there where it was counted, with the class downwards and the answer to the right', () => {
    expect(figure('confusion').needs(subject)).toEqual([{ kind: 'array', table: 'confusion', value: 'items' }]);
    const array = { ...about('items'), shape: [2, 2], values: items, axes: ['class', 'answer'] };
    const { spec } = figure('confusion').draw(dataOf({ subject, array }));
    const [{ layer }] = spec.vconcat.flatMap(viewsOf);
    const { x, y } = layer[0].encoding as { readonly x: Channel; readonly y: Channel };
    expect([x.title, y.title, y.scale?.reverse]).toEqual(['answer', 'class', true]);
    expect((spec.title as { readonly subtitle: readonly string[] }).subtitle[0]).toBe(
      '7 of 8 items are right; numbers are items',
    );
    const words = layer.filter(({ mark }) => mark.type === 'text').flatMap(({ data }) => data?.values ?? []);
    expect(words.filter(({ text }) => text !== '')).toEqual(
      expect.arrayContaining([
        { x: 0, y: 0, text: '3' },
        { x: 1, y: 0, text: '1' },
        { x: 1, y: 1, text: '4' },
      ]),
    );
    expect(words.filter(({ text }) => text !== '')).toHaveLength(3);
  });

  it.each([
    [[3, 1, 0, 0, 0, 0, 1, 2, 4], 'grey row: no item of the test is of class 1'],
    [[0, 0, 0, 3, 1, 0, 0, 0, 0], 'grey rows: no item of the test is of the classes 0, 2'],
    [[3, 1, 0, 0, 2, 0, 1, 2, 4], undefined],
  ])('says what the grey rows are: %j, %s', (counts, note) => {
    const array = { ...about('items'), shape: [3, 3], values: Float64Array.from(counts), axes: ['class', 'answer'] };
    const { spec } = figure('confusion').draw(dataOf({ subject, array }));
    const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
    expect(subtitle[0]).toMatch(/ items are right; numbers are items$/);
    expect(subtitle.filter((line) => line.includes('grey'))).toEqual(note === undefined ? [] : [note]);
  });

  it('says nothing of single items where there are many classes', () => {
    const many = Float64Array.from({ length: 400 }, (_, at) => Number(at % 21 === 0));
    const array = { ...about('items'), shape: [20, 20], values: many, axes: ['class', 'answer'] };
    const { spec } = figure('confusion').draw(dataOf({ subject, array }));
    const [{ layer }] = spec.vconcat.flatMap(viewsOf);
    expect(layer.map(({ mark }) => mark.type)).toEqual(['image', 'point']);
  });

  it('has the words of classes that have names, and of them only those that are right or given', () => {
    const names = {
      need: { kind: 'columns', table: 'vocabulary', columns: ['word', 'text'] },
      read: () => new Map(['NIL', 'garden', 'is', 'kitchen'].map((word, number) => [number, word])),
    } as const;
    const named = trainingFigures([CLASSES], names).find(({ name }) => name === 'confusion') as FigureDescription;
    const told = { ...subject, tables: [...TABLES, tableWith('vocabulary', 4, 'word', 'text')] };
    const need = { kind: 'array', table: 'confusion', value: 'items' };
    expect(named.needs(told)).toEqual([need, names.need]);
    expect(named.needs(subject)).toEqual([need]);

    // nobody answers 'is', nor should; NIL is given alone
    const counts = Float64Array.from([0, 0, 0, 0, 2, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4]);
    const array = { ...about('items'), shape: [4, 4], values: counts, axes: ['class', 'answer'] };
    const drawn = (own: Subject) => named.draw(dataOf({ subject: own, array })).spec;
    const [{ layer }] = drawn(told).vconcat.flatMap(viewsOf);
    const { x, y } = layer[0].encoding as { readonly x: Channel; readonly y: Channel };
    for (const { axis } of [x, y]) expect(axis).toMatchObject({ labelExpr: `["NIL","garden","kitchen"][datum.value]` });
    expect(x.axis).toMatchObject({ labelOverlap: false, labelAngle: -90 });
    const words = layer.filter(({ mark }) => mark.type === 'text').flatMap(({ data }) => data?.values ?? []);
    expect(words.filter(({ text }) => text !== '')).toEqual(
      expect.arrayContaining([
        { x: 0, y: 1, text: '2' },
        { x: 1, y: 1, text: '3' },
        { x: 2, y: 1, text: '1' },
        { x: 2, y: 2, text: '4' },
      ]),
    );
    expect(drawn(told).title).toHaveProperty('subtitle.0', '7 of 10 items are right; numbers are items');
    expect(drawn(told).title).toHaveProperty('subtitle.1', 'grey row: no item of the test is of class NIL');
    expect(JSON.stringify(drawn(subject))).not.toContain('garden');
  });
});
