/** `msm memorize` of the real program, with small networks. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MEMORIZE } from '../../src/model/spiking/commands.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { launch, logOf, msm, namesIn, waitUntil } from './msm.js';

const PAIRS = ['--sequence-length', '2', '--num-classes', '4', '--feature-size', '5', '--num-time-steps', '20'];
const SIZES = ['--train-size', '48', '--validation-size', '16', '--test-size', '40', '--batch-size', '16'];
const SIZED = ['memorize', ...PAIRS, '--embedding-size', '12', '--memory-size', '14', ...SIZES];
const SMALL = [...SIZED, '--epochs', '2'];

/** Columns of a table of a run by name. */
async function columnsOf(run: string, name: string): Promise<{ readonly [column: string]: ArrayLike<unknown> }> {
  const file = join(run, `${name}.parquet`);
  const { columns } = await readTable(readFileSync(file), file);
  return Object.fromEntries(columns.map((column) => [column.name, column.data as ArrayLike<unknown>]));
}

const parametersOf = (run: string): { readonly [key: string]: unknown } =>
  JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')).parameters;

const summaryOf = (run: string): { readonly [item: string]: number } => {
  const { summary } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
  return Object.fromEntries(summary.map(({ name, value }: { name: string; value: number }) => [name, value]));
};

describe('published command lines', () => {
  it.each([
    ['qa', ['--task', '6', '--epochs', '2'], ['--babi-task', '6', '--epochs', '2']],
    ['qa', ['--task=6'], ['--babi-task', '6']],
    ['qa', ['--epochs=3', '--dir=d'], ['--epochs=3', '--dir', 'd']],
    ['qa', ['--task', 'qa', '--dir', 'd'], ['--task', 'qa', '--dir', 'd']],
    ['associations', ['--task', '6'], ['--task', '6']],
    ['cross-modal', ['--dir', 'd', '--epochs', '2'], ['--sounds', 'd', '--images', 'd', '--epochs', '2']],
    ['pretrain-digits', ['--dir=d=e'], ['--images', 'd=e']],
    ['pretrain-digits', ['--dir', 'd', '--audio'], ['--sounds', 'd', '--audio']],
    ['pretrain-protonet', ['--dir', 'd', '--checkpoint-path', ''], ['--dir', 'd']],
    ['pretrain-protonet', ['--checkpoint-path=run', '--evaluate'], ['--evaluate', '--resume', 'run']],
    [
      'pretrain-protonet',
      ['--checkpoint-path', 'w.safetensors', '--seed', '1'],
      ['--seed', '1', '--weights', 'w.safetensors'],
    ],
    [
      'pretrain-protonet',
      ['--epochs=3', '--evaluate', '--checkpoint-path', 'w.npz'],
      ['--weights', 'w.npz', '--epochs', '0'],
    ],
    ['pretrain-digits', ['--checkpoint-path', 'run'], ['--checkpoint-path', 'run']],
  ])('%s %j is read as %j', (task, argv, ours) => {
    expect(MEMORIZE.inOurWords(task, argv)).toEqual(ours);
  });

  it('have the names of options that are called otherwise here', async () => {
    const cwd = temporaryFolders()();
    const words = [
      '--task',
      '2',
      '--sentence_duration',
      '30',
      '--lr_scheduler_step',
      '7',
      '--lr-scheduler-gamma',
      '0.5',
    ];
    const { status, stdout, stderr } = await msm(
      cwd,
      'memorize',
      'qa',
      ...words,
      '--learn_readout_delay',
      '--print-config',
    );
    expect(status, stderr).toBe(0);
    for (const line of [
      'babi_task: 2',
      'num_time_steps: 30',
      'decay_learning_rate_every: 7',
      'learning_rate_decay: 0.5',
    ])
      expect(stdout).toContain(`${line}\n`);
    expect(stderr).toBe('--learn-readout-delay: accepted as the published program does, without a meaning here\n');
    const none = await msm(cwd, 'memorize', 'qa', '--dir', 'nowhere', '--print-config');
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('E_CONFIG: --dir')]);
  });
});

describe('msm memorize', () => {
  const folder = temporaryFolders();
  /** A run that later tests look at. */
  async function trained(): Promise<string> {
    const place = folder();
    const { status, stderr } = await msm(place, ...SMALL, '--out', 'net', '--quiet');
    expect(status, stderr).toBe(0);
    return place;
  }

  it('trains, reports the test with its interval, and leaves weights under their published names', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(cwd, ...SMALL, '--out', 'net');
    expect(status, stderr).toBe(0);
    // 3 batches of training and 1 of validation an epoch, 3 of the test
    expect(stdout).toMatch(/^test accuracy +[\d.]+ after 11 steps\n95 % interval, from +[\d.]+\nto +[\d.]+\n/m);
    expect(readdirSync(join(cwd, 'net'))).toEqual(expect.arrayContaining(['epochs.parquet', 'weights.safetensors']));
    const file = join(cwd, 'net', 'weights.safetensors');
    const { columns } = await readTable(readFileSync(file), file);
    expect(columns.map(({ name, shape }) => [name, shape])).toEqual([
      ['input_layer.weight', [12, 5]],
      ['embedding_layer.embedding.weight', [4, 12]],
      ['writing_layer.W', [28, 24]],
      ['reading_layer.W', [14, 26]],
      ['output_layer.weight', [4, 14]],
    ]);
    const epochs = await columnsOf(join(cwd, 'net'), 'epochs');
    expect(Object.keys(epochs)).toEqual(
      expect.arrayContaining(['train_silent', 'train_rate_loss', 'train_rate_features', 'train_rate_read_value']),
    );
    // all neurons of the encoder together fire below their maximal rate of 250 Hz, and not never
    const [rate] = Array.from(epochs.train_rate_features, Number);
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(250);
    expect((await msm(cwd, 'verify', 'net')).stdout).toContain('is intact');
  });

  it('is memorize associations, and memorize associations train', async () => {
    const cwd = folder();
    const [, ...rest] = SMALL;
    for (const [out, words] of [
      ['a', ['memorize']],
      ['b', ['memorize', 'associations']],
      ['c', ['memorize', 'associations', 'train']],
    ] as const) {
      const { status, stderr } = await msm(cwd, ...words, ...rest, '--out', out, '--quiet');
      expect(status, stderr).toBe(0);
    }
    const a = dataHashes(join(cwd, 'a'));
    expect(dataHashes(join(cwd, 'b'))).toEqual(a);
    expect(dataHashes(join(cwd, 'c'))).toEqual(a);
  });

  it('takes published options as they are spelled, and notes once what has no meaning', async () => {
    const cwd = folder();
    const words = SMALL.map((word) => (word.startsWith('--') ? `--${word.slice(2).replaceAll('-', '_')}` : word));
    const { status, stderr } = await msm(cwd, ...words, '--print_freq', '10', '--gpu=0', '--logging', '--out', 'net');
    expect(status, stderr).toBe(0);
    expect(stderr).toBe(
      '--gpu, --print-freq, --logging: accepted as the published program does, without a meaning here\n',
    );
    expect(parametersOf(join(cwd, 'net'))).toMatchObject({ sequence_length: 2, memory_size: 14, epochs: 2 });
  });

  it.each([
    ['spiking', ['--form', 'spiking']],
    ['relu', ['--form', 'relu', '--precision', 'f64']],
  ])('gives the same bytes for 1, 2 and 3 threads, and after SIGTERM: %s', async (_, form) => {
    const cwd = folder();
    for (const threads of ['1', '2', '3']) {
      const { status, stderr } = await msm(cwd, ...SMALL, ...form, '--threads', threads, '--out', threads, '--quiet');
      expect(status, stderr).toBe(0);
    }
    const one = dataHashes(join(cwd, '1'));
    expect(dataHashes(join(cwd, '2'))).toEqual(one);
    expect(dataHashes(join(cwd, '3'))).toEqual(one);
    const long = [...SIZED, ...form, '--epochs', '40'];
    const { child, ended } = launch(cwd, ...long, '--out', 'cut');
    await waitUntil(cwd, child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'start'));
    child.kill('SIGTERM');
    expect((await ended).status).toBe(75);
    const again = await msm(cwd, 'memorize', '--resume', 'cut', '--memory-size', '14', '--quiet');
    expect(again.status, again.stderr).toBe(0);
    await msm(cwd, ...long, '--out', 'whole', '--quiet');
    expect(dataHashes(join(cwd, 'cut'))).toEqual(dataHashes(join(cwd, 'whole')));
  });

  describe('with a finished run', () => {
    it('tests it over other lengths in one sweep, each with its interval', async () => {
      const place = await trained();
      const words = ['memorize', 'associations', 'test', 'net', '--sequence_length', '1,2,4', '--out', 'tests'];
      const { status, stdout, stderr } = await msm(place, ...words);
      expect(status, stderr).toBe(0);
      expect(stdout.match(/test accuracy = [\d.]+ +95 % interval from = [\d.]+ +to = [\d.]+/g)).toHaveLength(3);
      const collected = await msm(place, 'collect', 'tests', '--quiet');
      expect(collected.status, collected.stderr).toBe(0);
      const { test_accuracy, test_accuracy_low, test_accuracy_high, sequence_length } = await columnsOf(
        join(place, 'tests'),
        'results',
      );
      expect([...Array.from(sequence_length, Number)]).toEqual([1, 2, 4]);
      for (let i = 0; i < 3; i++) {
        expect(Number(test_accuracy[i])).toBeGreaterThan(Number(test_accuracy_low[i]));
        expect(Number(test_accuracy[i])).toBeLessThan(Number(test_accuracy_high[i]));
      }
      // at the length of its training it says what the run itself said
      const { summary } = JSON.parse(readFileSync(join(place, 'net', 'run.json'), 'utf8'));
      const said = summary.find(({ name }: { readonly name: string }) => name === 'test_accuracy').value;
      expect(Number(test_accuracy[1])).toBe(said);
    });

    it('tests it by the options of the original too, and with what was taken away', async () => {
      const place = await trained();
      const lesion = ['--no-plasticity', '--readout-window', '5', '--feedback_gain', '0'];
      const tested = await msm(place, 'memorize', '--resume', 'net', '--evaluate', ...lesion, '--out', 't', '--quiet');
      expect(tested.status, tested.stderr).toBe(0);
      expect(parametersOf(join(place, 't'))).toMatchObject({ epochs: 0, plasticity: false, readout_window: 5 });
      const best = await msm(place, 'memorize', 'associations', 'test', 'net', '--best', '--out', 'best', '--quiet');
      expect(best.status, best.stderr).toBe(0);
    });

    it('records what it does: tables that agree with each other', async () => {
      const place = await trained();
      const words = ['memorize', 'associations', 'record', 'net', '--record-examples', '2', '--out', 'seen', '--quiet'];
      const { status, stderr } = await msm(place, ...words);
      expect(status, stderr).toBe(0);
      const seen = join(place, 'seen');
      const [spikes, rates, potentials, memory, traces] = await Promise.all(
        ['spikes', 'rates', 'potentials', 'memory', 'traces'].map((name) => columnsOf(seen, name)),
      );
      // facts 40 steps of 12 + 12 + 14 + 14 neurons, the query 20 of 12 + 14 + 14
      expect(potentials.potential).toHaveLength(2 * (40 * 52 + 20 * 40));
      expect(traces.trace).toHaveLength(2 * 40 * 28);
      const drawn = await msm(place, 'memorize', 'plot', 'seen', '--figure', 'spikes,memory', '--quiet');
      expect(drawn.status, drawn.stderr).toBe(0);
      expect(['spikes.svg', 'memory.svg'].every((file) => existsSync(join(seen, 'figures', file)))).toBe(true);
      const listed = await msm(place, 'memorize', 'plot', 'seen', '--list', '--quiet');
      const names = listed.stdout.split('\n').map((line) => line.split(' ')[0]);
      expect(names).toEqual(
        expect.arrayContaining(['inputs', 'spikes', 'traces', 'memory', 'readout', 'memory_entries']),
      );
      // nothing was learned, so nothing is drawn of learning
      expect(names).not.toContain('loss');
      expect(names).not.toContain('activity');
      expect(memory.weight).toHaveLength(2 * 3 * 14 * 14);
      const weights = Array.from(memory.weight, Number);
      expect(weights.slice(0, 196).every((weight) => weight === 0)).toBe(true);
      expect(weights.some((weight) => weight > 0)).toBe(true);
      expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
      const counted = Array.from(spikes.layer).filter(
        (layer, i) => layer === 'write_key' && spikes.example[i] === 1,
      ).length;
      const summed = Array.from(rates.rate, Number).filter(
        (_, i) => rates.layer[i] === 'write_key' && rates.example[i] === 1,
      );
      expect(0.04 * summed.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(counted, 9);
    });

    it('refuses options that do not fit it, with all that differs, and writes nothing', async () => {
      const place = await trained();
      const other = ['--memory-size', '50', '--thr', '0.2', '--sequence-length', '4'];
      for (const words of [
        ['memorize', 'associations', 'test', 'net', ...other],
        ['memorize', 'associations', 'record', 'net', ...other],
        ['memorize', '--resume', 'net', '--evaluate', ...other],
      ]) {
        const { status, stderr } = await msm(place, ...words, '--out', 'no');
        expect([status, stderr]).toEqual([
          2,
          'E_CONFIG: net was trained with other options: memory_size = 14, not 50; thr = 0.1, not 0.2\n' +
            'Leave them out: what the run was trained with holds.\n',
        ]);
      }
      writeFileSync(join(place, 'grid.yaml'), 'parameters:\n  sequence_length: [1, 2]\n  thr: [0.1, 0.2]\n');
      const grid = await msm(place, 'memorize', 'associations', 'test', 'net', '--sweep', 'grid.yaml', '--out', 'no');
      expect([grid.status, grid.stderr]).toEqual([
        2,
        expect.stringContaining('thr = 0.1, not 0.1,0.2 (grid.yaml:3:3)'),
      ]);
      // the training had two epochs, and that is said again; a test has none
      const again = await msm(place, 'memorize', 'associations', 'test', 'net', '--epochs', '2', '--out', 'tested');
      expect([again.status, parametersOf(join(place, 'tested')).epochs]).toEqual([0, 0]);
      const resumed = await msm(place, 'memorize', '--resume=net', '--epochs', '9');
      expect([resumed.status, resumed.stderr]).toEqual([2, expect.stringContaining('epochs = 2, not 9')]);
      const none = await msm(place, 'memorize', '--evaluate');
      expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('Name it with --resume RUN.')]);
      expect(existsSync(join(place, 'no'))).toBe(false);
    });
  });

  it('goes on with a run as it was begun, and refuses whatever would have no effect', async () => {
    const cwd = folder();
    expect((await msm(cwd, ...SMALL, '--form', 'relu', '--seed', '4', '--out', 'net')).status).toBe(0);
    const untouched = readFileSync(join(cwd, 'net', 'run.json'));
    const wrong: readonly (readonly [string[], string])[] = [
      [['qa', '--resume', 'net'], '--resume net is one of msm memorize associations, not of qa'],
      [['cards', '--resume', 'net'], '--resume net is a run of the family spiking, not of cards'],
      [['--resume', 'net', '--sweep', 'no.yaml'], '--sweep has no effect beside --resume: net goes on as it was begun'],
      [['--resume', 'net', '--preset', 'two-pairs'], '--preset has no effect beside --resume'],
      [['--resume', 'net', '--dry-run'], '--dry-run has no effect beside --resume'],
      [['--resume', 'net', '--out', 'new'], '--out has no effect beside --resume'],
      [['--resume', 'net', '--every', '2'], '--every has no effect beside --resume'],
      [['--resume', 'net', '--seed', '5'], 'net has seed 4, not 5'],
      [['--task', 'qa', '--resume', 'net'], 'net was trained with other options: task = associations, not qa'],
    ];
    for (const [words, sentence] of wrong) {
      const { status, stderr } = await msm(cwd, 'memorize', ...words);
      expect([status, stderr], words.join(' ')).toEqual([2, expect.stringContaining(`E_CONFIG: ${sentence}`)]);
    }
    expect(namesIn(cwd)).toEqual(['net']);
    for (const words of [['--seed', '4', '--epochs', '2'], ['--threads', '2'], []]) {
      expect((await msm(cwd, 'memorize', '--resume', 'net', ...words)).status).toBe(0);
    }
    expect(readFileSync(join(cwd, 'net', 'run.json')).equals(untouched)).toBe(true);
    expect((await msm(cwd, ...SIZED, '--form', 'relu', '--seed', '1,2', '--epochs', '0', '--out', 'two')).status).toBe(
      0,
    );
    for (const flag of ['--thr', '--seed', '--set']) {
      const { status, stderr } = await msm(cwd, 'memorize', '--resume', 'two', flag, flag === '--set' ? 'thr=1' : '1');
      expect([status, stderr]).toEqual([
        2,
        expect.stringContaining(`${flag} has no effect beside --resume: two goes on`),
      ]);
    }
  });

  it('says which layers were silent, and when', async () => {
    const cwd = folder();
    const { status, stdout } = await msm(cwd, ...SMALL, '--thr', '1e9', '--out', 'silent');
    expect(status).toBe(0);
    expect(stdout).toContain(
      'no neuron of layer read_value (the values that are read) spiked in epochs 1 to 2 of training',
    );
    expect(stdout).toMatch(/^silent read-outs +1$/m);
  });

  it('ends with tensor, step and epoch where the loss stops being finite', async () => {
    const cwd = folder();
    const { status, stderr } = await msm(cwd, ...SMALL, '--form', 'relu', '--learning-rate', '1e30', '--out', 'lost');
    expect(status).toBe(3);
    expect(stderr).toMatch(/^E_DIVERGED: [\w.]+\[\d+, \d+\] = .* before step \d+, in epoch \d\nChoose a smaller/m);
  });

  it('answers questions about stories, with the same files by two threads, and tests the network again', async () => {
    const cwd = folder();
    const small = ['--num-time-steps', '12', '--embedding-size', '16', '--memory-size', '14', ...SIZES];
    const words = ['memorize', 'qa', ...small, '--epochs', '1'];
    const one = await msm(cwd, ...words, '--out', 'one');
    expect(one.status, one.stderr).toBe(0);
    expect(one.stdout).toContain('the stories are a stand-in for those of bAbI');
    const two = await msm(cwd, 'memorize', 'qa', 'train', ...words.slice(2), '--threads', '2', '--out', 'two');
    expect(two.status, two.stderr).toBe(0);
    expect(dataHashes(join(cwd, 'two'))).toEqual(dataHashes(join(cwd, 'one')));
    const accuracy = (stdout: string) => /^test accuracy +([\d.]+)/m.exec(stdout)?.[1];
    const again = await msm(cwd, 'memorize', 'qa', 'test', 'one', '--out', 'again');
    expect(again.status, again.stderr).toBe(0);
    expect(accuracy(again.stdout)).toBe(accuracy(one.stdout));
    const { text } = await columnsOf(join(cwd, 'one'), 'vocabulary');
    expect(Array.from(text)).toContain('bathroom');
    // each of the words against each, over the 40 questions of the test
    const { items } = await columnsOf(join(cwd, 'one'), 'confusion');
    expect(items.length).toBe(text.length ** 2);
    expect(Array.from(items, Number).reduce((sum, count) => sum + count, 0)).toBe(40);
    const record = ['memorize', 'qa', 'record', 'one', '--record-examples'];
    const seen = await msm(cwd, ...record, '3', '--out', 'seen', '--quiet');
    expect(seen.status, seen.stderr).toBe(0);
    const { layer, feature, value } = await columnsOf(join(cwd, 'seen'), 'inputs');
    const asked = Array.from(value, Number).filter((_, i) => layer[i] === 'query' && feature[i] === 0);
    expect(asked.map((word) => text[word])).toEqual(['where', 'where', 'where']);
    // what was said is what the test of the same questions counts
    const { logit, example, is_answer } = await columnsOf(join(cwd, 'seen'), 'logits');
    const right = [0, 1, 2].filter((i) => {
      const own = Array.from(logit, Number).filter((_, j) => example[j] === i);
      return is_answer[i * own.length + own.indexOf(Math.max(...own))] === 1;
    });
    expect(summaryOf(join(cwd, 'seen')).test_accuracy).toBe(right.length / 3);
    for (const wanted of ['0', '1001', '1.5', '1,2']) {
      const no = await msm(cwd, ...record, wanted, '--out', 'no');
      expect([no.status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
      expect(no.stderr).toContain(`--record-examples ${wanted}: must be an integer from 1 to 1000 (first examples`);
    }
    const other = await msm(cwd, 'memorize', 'qa', '--babi-task', '6', '--out', 'no');
    expect([other.status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
    expect(other.stderr).toContain('babi_task = 6 needs a data set: give it with --data');
  });

  it('sees characters once, with the same files by two threads, and tests the network again', async () => {
    const cwd = folder();
    const sizes = ['--image-size', '8', '--encoder-channels', '32', '--embedding-size', '32', '--memory-size', '14'];
    const small = ['--num-time-steps', '10', '--batch-size', '8', '--iterations', '2', '--num-classes', '3'];
    const words = [...sizes, ...small, '--epochs', '1', '--sampler_seed', '7'];
    const one = await msm(cwd, 'memorize', 'omniglot', ...words, '--out', 'one');
    expect(one.status, one.stderr).toBe(0);
    // 2 batches each for training, validation and test
    expect(one.stdout).toMatch(/^test accuracy +[\d.]+ after 6 steps$/m);
    expect(one.stdout).toContain('the characters are a stand-in for those of Omniglot');
    expect(parametersOf(join(cwd, 'one'))).toMatchObject({ task: 'omniglot', dataset_seed: 7, l2: 1e-6 });
    const two = await msm(cwd, 'memorize', 'omniglot', 'train', ...words, '--threads', '2', '--out', 'two');
    expect(two.status, two.stderr).toBe(0);
    expect(dataHashes(join(cwd, 'two'))).toEqual(dataHashes(join(cwd, 'one')));
    const accuracy = (stdout: string) => /^test accuracy +([\d.]+)/m.exec(stdout)?.[1];
    const again = await msm(cwd, 'memorize', 'omniglot', 'test', 'one', '--out', 'again');
    expect(again.status, again.stderr).toBe(0);
    expect(accuracy(again.stdout)).toBe(accuracy(one.stdout));
    const record = ['memorize', 'omniglot', 'record', 'one', '--record_detail', 'trials', '--record-examples'];
    const some = await msm(cwd, ...record, '9', '--out', 'seen', '--quiet');
    expect(some.status, some.stderr).toBe(0);
    // more than a batch, and the memory after the last fact alone
    const { weight, fact } = await columnsOf(join(cwd, 'seen'), 'memory');
    expect(weight.length).toBe(9 * 14 * 14);
    expect(new Set(Array.from(fact))).toEqual(new Set([3]));
    const many = await msm(cwd, ...record, '17', '--out', 'no');
    expect([many.status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
    expect(many.stderr).toContain('record_examples = 17 is more than the 16 examples of the test');
    const other = await msm(cwd, 'memorize', 'omniglot', '--num-classes', '81', '--out', 'no');
    expect([other.status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
    expect(other.stderr).toContain('num_classes = 81 needs a data set: give it with --data');
  });

  it('stops within a step that takes long, and goes on from before it with the same bytes', async () => {
    const cwd = folder();
    const sizes = ['--image-size', '14', '--encoder-channels', '32', '--embedding-size', '32', '--memory-size', '14'];
    const parts = ['--train-size', '40', '--validation-size', '4', '--test-size', '4'];
    const small = ['--num-time-steps', '40', '--batch-size', '40', '--epochs', '1', ...parts];
    const words = ['memorize', 'omniglot', ...sizes, ...small];
    const cut = launch(cwd, ...words, '--out', 'cut');
    await waitUntil(cwd, cut.child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'start'));
    cut.child.kill('SIGINT');
    const { status, stderr } = await cut.ended;
    expect(status, stderr).toBe(75);
    expect(stderr).toContain('stopped after step 0 of 3; nothing is lost');
    const whole = await msm(cwd, ...words, '--out', 'whole');
    expect(whole.status, whole.stderr).toBe(0);
    expect((await msm(cwd, 'resume', 'cut')).status).toBe(0);
    expect(dataHashes(join(cwd, 'cut'))).toEqual(dataHashes(join(cwd, 'whole')));
  });

  it('takes an encoder of images that was trained before, and leaves it as it is', async () => {
    const cwd = folder();
    const shapes = { 0: [32, 1, 3, 3], 1: [32, 32, 3, 3], 2: [32, 32, 3, 3] };
    const values: number[] = [];
    const tensors = Object.entries(shapes).map(([block, shape]) => {
      const from = 4 * values.length;
      const count = shape.reduce((product, n) => product * n, 1);
      for (let i = 0; i < count; i++) values.push(((i * 7919) % 101) / 50 - 1);
      const place = { dtype: 'F32', shape, data_offsets: [from, 4 * values.length] };
      return [`image_encoder.${block}.weight`, place] as const;
    });
    const safetensors = (named: object, bytes: Uint8Array): Buffer => {
      const header = new TextEncoder().encode(JSON.stringify(named));
      const length = new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer);
      return Buffer.concat([length, header, bytes]);
    };
    const bytes = new Uint8Array(Float32Array.from(values).buffer);
    writeFileSync(join(cwd, 'encoder.safetensors'), safetensors(Object.fromEntries(tensors), bytes));
    const sizes = ['--image-size', '8', '--encoder-channels', '32', '--embedding-size', '32', '--memory-size', '14'];
    const small = ['--num-time-steps', '10', '--batch-size', '8', '--iterations', '1', '--num-classes', '3'];
    const pretrained = ['--use-pretrained-protonet', '1', '--learn_if_thresholds', '--freeze-protonet', '1'];
    const words = ['memorize', 'omniglot', ...sizes, ...small, '--epochs', '2', ...pretrained];
    const given = await msm(cwd, ...words, '--protonet-checkpoint-path', 'encoder.safetensors', '--out', 'run');
    expect(given.status, given.stderr).toBe(0);
    const file = join(cwd, 'run', 'weights.safetensors');
    const { columns } = await readTable(readFileSync(file), file);
    const kept = columns
      .filter(({ name }) => /image_encoder\.\d\.weight/.test(name))
      .map(({ data }) => Array.from(data as ArrayLike<number>));
    expect(kept.flat()).toEqual(Array.from(Float32Array.from(values)));
    expect(columns.map(({ name }) => name)).toContain('image_encoder.thresholds');
    const tested = await msm(cwd, 'memorize', 'omniglot', 'test', 'run', '--out', 'tested');
    expect(tested.status, tested.stderr).toBe(0);
    const accuracy = (stdout: string) => /^test accuracy +([\d.]+)/m.exec(stdout)?.[1];
    expect(accuracy(tested.stdout)).toBe(accuracy(given.stdout));
    const without = await msm(cwd, ...words, '--out', 'no');
    expect(without.stderr).toContain(
      'protonet is missing: use_pretrained_protonet = 1 needs the weights of the encoder',
    );
    const variance = { dtype: 'F32', shape: [1], data_offsets: [bytes.length, bytes.length + 4] };
    const normed = Object.fromEntries([...tensors, ['image_encoder.1.bn.running_var', variance]]);
    writeFileSync(join(cwd, 'normed.safetensors'), safetensors(normed, Uint8Array.from([...bytes, 0, 0, 0, 0])));
    const refused = await msm(cwd, ...words, '--protonet', 'normed.safetensors', '--out', 'no');
    expect(refused.stderr).toContain(
      'normed.safetensors has image_encoder.1.bn.running_var, which are of an encoder that is normalised over a batch\nChoose --use-batch-norm.',
    );
    const idle = await msm(cwd, ...words.slice(0, -5), '--protonet', 'encoder.safetensors', '--out', 'no');
    expect(idle.stderr).toContain('protonet has no effect without task = omniglot and use_pretrained_protonet = 1');
    expect([without.status, refused.status, idle.status, existsSync(join(cwd, 'no'))]).toEqual([2, 2, 2, false]);
  });

  it('trains an encoder that is normalised over a batch, with the same bytes whatever the threads, and tests it again', async () => {
    const cwd = folder();
    const sizes = ['--image-size', '4', '--encoder-channels', '32', '--test-size', '8', '--batch-size', '2'];
    const episodes = ['--classes_per_iteration_train', '4', '--num_samples_query_train', '2', '--iterations', '3'];
    const words = ['memorize', 'pretrain-protonet', ...sizes, ...episodes, '--use_batch_norm', '--epochs', '1'];
    for (const threads of ['1', '2']) {
      const { status, stderr } = await msm(cwd, ...words, '--threads', threads, '--out', threads);
      expect(status, stderr).toBe(0);
    }
    expect(dataHashes(join(cwd, '2'))).toEqual(dataHashes(join(cwd, '1')));
    const file = join(cwd, '1', 'weights.safetensors');
    const { columns } = await readTable(readFileSync(file), file);
    const norms = columns.filter(({ name }) => name.startsWith('image_encoder.1.bn.'));
    expect(norms.map(({ name }) => name.slice('image_encoder.1.bn.'.length)).sort()).toEqual([
      'bias',
      'running_mean',
      'running_var',
      'weight',
    ]);
    // three batches have left their marks
    const means = norms.find(({ name }) => name.endsWith('running_mean'))?.data as ArrayLike<number>;
    expect(Array.from(means).some((mean) => mean !== 0)).toBe(true);
    const tested = await msm(
      cwd,
      'memorize',
      'pretrain-protonet',
      '--checkpoint_path',
      '1',
      '--evaluate',
      '--out',
      'no',
    );
    expect(tested.status, tested.stderr).toBe(0);
    const accuracy = (run: string): number => summaryOf(join(cwd, run)).test_accuracy;
    expect(accuracy('no')).toBe(accuracy('1'));
    // spikes take it with its statistics in weights and biases, and the twin as it is
    const given = ['--use-pretrained-protonet', '1', '--use-batch-norm', '--protonet', '1/weights.safetensors'];
    const network = ['--image-size', '4', '--encoder-channels', '32', '--embedding-size', '32', '--memory-size', '10'];
    const task = ['--num-classes', '2', '--batch-size', '8', '--iterations', '1', '--epochs', '0'];
    const tensorsOf = async (run: string, ...set: readonly string[]) => {
      const { status, stderr, stdout } = await msm(
        cwd,
        'memorize',
        'omniglot',
        ...network,
        ...task,
        ...set,
        ...given,
        '--out',
        run,
      );
      expect(status, stderr).toBe(0);
      const weights = join(cwd, run, 'weights.safetensors');
      const table = await readTable(readFileSync(weights), weights);
      return {
        stdout,
        of: new Map(table.columns.map(({ name, data }) => [name, Array.from(data as ArrayLike<number>)])),
      };
    };
    const published = new Map(columns.map(({ name, data }) => [name, Array.from(data as ArrayLike<number>)]));
    const spiking = await tensorsOf('spiking', '--num-time-steps', '8', '--cnn-thresholds', '[2,1]');
    expect(spiking.stdout).toContain('running statistics of the normalised encoder are part of its weights');
    const [weight, shift, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
      (of) => published.get(`image_encoder.1.bn.${of}`) ?? [],
    );
    const factors = weight.map((one, c) => one / Math.sqrt(variance[c] + 1e-5));
    expect(spiking.of.get('image_encoder.1.weight')).toEqual(
      published.get('image_encoder.1.weight')?.map((one, i) => Math.fround(one * factors[Math.floor(i / 288)])),
    );
    // two spikes of a pixel in 8 steps, and one of the first block for two of what it hears
    for (const [c, bias] of spiking.of.get('image_encoder.1.bias')?.entries() ?? [])
      expect(bias).toBeCloseTo((0.25 / 2) * (shift[c] - mean[c] * factors[c]), 6);
    const twin = await tensorsOf('twin', '--form', 'relu');
    for (const [name, values] of published) expect(twin.of.get(name), name).toEqual(values);
    const idle = await msm(cwd, 'memorize', 'omniglot', '--use-batch-norm', '--out', 'never');
    expect(idle.stderr).toContain('use_batch_norm = true has no effect with task = omniglot and form = spiking');
  });

  it('begins with encoders that it has trained before, converted by thresholds of their own', async () => {
    const cwd = folder();
    const sizes = ['--image-size', '7', '--num-mfcc', '4', '--num-mfcc-time-samples', '5', '--encoder-channels', '32'];
    const few = ['--epochs', '1', '--batch-size', '8', '--dataset-size', '20', '--test-size', '12'];
    for (const [out, ...words] of [['seen'], ['heard', '--audio']]) {
      const { status, stderr } = await msm(
        cwd,
        'memorize',
        'pretrain-digits',
        ...sizes,
        ...few,
        ...words,
        '--out',
        out,
      );
      expect(status, stderr).toBe(0);
    }
    const network = ['--memory-size', '10', '--decoder-size', '8', '--num-time-steps', '10', '--pixel-spikes', '2'];
    const converted = ['--use-pretrained-protonet', '1', '--learn-if-thresholds', '--freeze-protonet', '1'];
    const weights = (run: string) => join(run, 'weights.safetensors');
    const encoders = ['--image-protonet-path', weights('seen'), '--audio-protonet-path', weights('heard')];
    const words = ['memorize', 'cross-modal', ...sizes, ...few, ...network, ...converted];
    const run = await msm(cwd, ...words, ...encoders, '--out', 'run');
    expect(run.status, run.stderr).toBe(0);
    const tensorsIn = async (folder: string) => {
      const file = join(cwd, weights(folder));
      const { columns } = await readTable(readFileSync(file), file);
      return new Map(columns.map(({ name, data }) => [name, Array.from(data as ArrayLike<number>)]));
    };
    const [own, seen, heard] = await Promise.all(['run', 'seen', 'heard'].map(tensorsIn));
    for (const [name, from] of [['image_encoder.1.weight', seen] as const, ['audio_encoder.0.weight', heard] as const])
      expect(own.get(name)).toEqual(from.get(name));
    const thresholds = ['audio', 'image'].map((name) => own.get(`${name}_encoder.thresholds`) ?? []);
    expect(thresholds.map(({ length }) => length)).toEqual([2, 2]);
    expect(new Set(thresholds.flat()).size).toBe(4);
    const swapped = ['--image-protonet-path', weights('heard'), '--audio-protonet-path', weights('seen')];
    const other = await msm(cwd, ...words, ...swapped, '--out', 'no');
    expect([other.status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
    expect(other.stderr).toContain('lacks image_encoder.0.weight');
  });

  it('answers sounds with images, by loss, with the same files by two threads, and tests the network again', async () => {
    const cwd = folder();
    const sizes = ['--image-size', '7', '--num-mfcc', '4', '--num-mfcc-time-samples', '4', '--encoder-channels', '32'];
    const network = ['--memory-size', '10', '--decoder-size', '8', '--num-time-steps', '10', '--pixel-spikes', '2'];
    const items = ['--batch-size', '8', '--dataset-size', '20', '--test-size', '12', '--data_seed', '7'];
    const words = [...sizes, ...network, ...items, '--epochs', '2', '--patience', '9'];
    const one = await msm(cwd, 'memorize', 'cross-modal', ...words, '--out', 'one');
    expect(one.status, one.stderr).toBe(0);
    // 3 batches of 18 examples and one of 2 in each epoch, 2 of the test
    expect(one.stdout).toMatch(/^nearest to the right image +[\d.]+ after 10 steps$/m);
    expect(one.stdout).toMatch(/^mean squared error of pixels +[\d.]+$/m);
    expect(one.stdout).toMatch(/^that of the mean image +[\d.]+$/m);
    expect(one.stdout).not.toMatch(/accuracy|nats|perplexity/);
    expect(one.stdout).toContain('the sounds are tones, a stand-in for spoken digits; --sounds PATH takes recordings');
    expect(parametersOf(join(cwd, 'one'))).toMatchObject({ task: 'cross-modal', dataset_seed: 7, thr: 0.05, l2: 1e-7 });
    // pixels are no kinds of answers
    expect(existsSync(join(cwd, 'one', 'confusion.parquet'))).toBe(false);
    const epochs = await columnsOf(join(cwd, 'one'), 'epochs');
    expect(Object.keys(epochs)).toEqual([
      ...['fit', 'epoch', 'train_loss', 'train_nearest', 'train_batch_loss'],
      ...['validation_loss', 'validation_nearest', 'validation_batch_loss', 'train_silent', 'train_rate_loss'],
      ...[
        'train_rate_sounds',
        'train_rate_images',
        'train_rate_query',
        'train_rate_write_key',
        'train_rate_write_value',
      ],
      ...['train_rate_read_key', 'train_rate_read_value', 'train_rate_decoder_l1', 'train_rate_decoder_l2'],
    ]);
    const series = await columnsOf(join(cwd, 'one'), 'timeseries');
    expect(Object.keys(series).slice(0, 4)).toEqual(['step', 'epoch', 'loss', 'nearest']);
    const summary = summaryOf(join(cwd, 'one'));
    const losses = Array.from(epochs.validation_loss, Number);
    expect(summary.best_validation_loss).toBe(Math.min(...losses));
    expect(summary.best_epoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    expect(summary.test_loss_low).toBeLessThan(summary.test_loss);
    expect(summary.test_loss_high).toBeGreaterThan(summary.test_loss);
    expect(Object.keys(summary).filter((name) => /accuracy|perplexity/.test(name))).toEqual([]);
    const two = await msm(cwd, 'memorize', 'cross-modal', 'train', ...words, '--threads', '2', '--out', 'two');
    expect(two.status, two.stderr).toBe(0);
    expect(dataHashes(join(cwd, 'two'))).toEqual(dataHashes(join(cwd, 'one')));
    const again = await msm(cwd, 'memorize', 'cross-modal', 'test', 'one', '--out', 'again');
    expect(again.status, again.stderr).toBe(0);
    expect(summaryOf(join(cwd, 'again')).test_loss).toBe(summary.test_loss);
    const record = ['memorize', 'cross-modal', 'record', 'one', '--record-examples', '12', '--out', 'seen'];
    const seen = await msm(cwd, ...record);
    expect(seen.status, seen.stderr).toBe(0);
    // the distances of all examples of the test have its loss as their mean
    const { distance, is_answer } = await columnsOf(join(cwd, 'seen'), 'distances');
    const right = Array.from(distance, Number).filter((_, i) => is_answer[i] === 1);
    expect(right).toHaveLength(12);
    expect(right.reduce((sum, one) => sum + one, 0) / 12).toBeCloseTo(summary.test_loss, 9);
    const { layer } = await columnsOf(join(cwd, 'seen'), 'rates');
    expect([...new Set(Array.from(layer))]).toEqual([
      ...['sounds', 'images', 'query', 'write_key', 'write_value', 'read_key', 'read_value'],
      ...['decoder_l1', 'decoder_l2'],
    ]);
  });

  it.each([
    ['omniglot', ['--num-classes', '3', '--iterations', '2', '--embedding-size', '10'], 'logits'],
    ['cross-modal', ['--num-mfcc', '4', '--num-mfcc-time-samples', '4', '--dataset-size', '20'], 'pixels'],
  ])('trains, tests and records the twin without time of %s', async (task, own, answers) => {
    const cwd = folder();
    const sizes = ['--image-size', '7', '--encoder-channels', '32', '--memory-size', '14', '--batch-size', '8'];
    const words = ['memorize', task, '--form', 'relu', ...sizes, ...own, '--test-size', '12', '--epochs', '2'];
    for (const threads of ['1', '2']) {
      const { status, stderr } = await msm(cwd, ...words, '--threads', threads, '--out', threads, '--quiet');
      expect(status, stderr).toBe(0);
    }
    expect(dataHashes(join(cwd, '2'))).toEqual(dataHashes(join(cwd, '1')));
    expect((await msm(cwd, 'memorize', task, 'test', '1', '--out', 'again', '--quiet')).status).toBe(0);
    expect(summaryOf(join(cwd, 'again')).test_loss).toBe(summaryOf(join(cwd, '1')).test_loss);
    const seen = await msm(cwd, 'memorize', task, 'record', '1', '--out', 'seen', '--quiet');
    expect(seen.status, seen.stderr).toBe(0);
    expect(readdirSync(join(cwd, 'seen'))).toEqual(
      expect.arrayContaining(['activities.parquet', 'memory.parquet', `${answers}.parquet`]),
    );
    expect(readdirSync(join(cwd, 'seen'))).not.toContain('spikes.parquet');
  });

  it('leaves a run intact that has a table of what was shown', async () => {
    const cwd = folder();
    const sizes = ['--num-classes', '2', '--embedding-size', '10', '--memory-size', '10', '--feature-size', '5'];
    const few = ['--sequence-length', '2', '--train-size', '16', '--validation-size', '8', '--test-size', '8'];
    const words = [...sizes, ...few, '--num-time-steps', '10', '--batch-size', '8', '--epochs', '1', '--out', 'run'];
    expect(await msm(cwd, 'memorize', ...words, '--record-examples', '1', '--quiet')).toMatchObject({ status: 0 });
    expect(existsSync(join(cwd, 'run', 'inputs.parquet'))).toBe(true);
    expect(await msm(cwd, 'verify', 'run')).toMatchObject({ status: 0 });
  });

  it('is of the task that --task names, with the defaults of its own command', async () => {
    const cwd = folder();
    const printed = async (...words: readonly string[]): Promise<string> => {
      const { status, stdout, stderr } = await msm(cwd, 'memorize', ...words, '--print-config');
      expect([status, stderr]).toEqual([0, '']);
      // the first line has the words of the command
      return stdout.slice(stdout.indexOf('\n'));
    };
    const [own, named, set] = await Promise.all([
      printed('pretrain-protonet'),
      printed('--task', 'pretrain-protonet', '--checkpoint-path', ''),
      printed('--set', 'task=pretrain-protonet'),
    ]);
    expect(own).toContain('batch_size: 1\n');
    expect([named, set]).toEqual([own, own]);
  });

  it('refuses options of another task by the name of their flag', async () => {
    const words = ['memorize', 'pretrain-digits', '--classes_per_iteration_train', '20', '--out', 'no'];
    const { status, stderr } = await msm(folder(), ...words);
    expect([status, stderr]).toEqual([
      2,
      'E_CONFIG: classes_per_iteration_train = 20 has no effect with task = pretrain-digits: it belongs to task = pretrain-protonet (--classes-per-iteration-train)\n',
    ]);
  });

  it('names the flag that names what is not there, as it was typed', async () => {
    const cwd = folder();
    const said = async (...words: readonly string[]): Promise<string> => {
      const { status, stderr } = await msm(cwd, 'memorize', ...words, '--out', 'no');
      expect([status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
      return stderr;
    };
    const [run, file, tested, resumed, sounds] = await Promise.all([
      said('pretrain-protonet', '--checkpoint_path', 'x'),
      said('pretrain-protonet', '--checkpoint-path=x.npz', '--evaluate'),
      said('pretrain-protonet', '--checkpoint_path', 'x', '--evaluate'),
      said('--resume', 'x'),
      said('pretrain-digits', '--audio', '--dir', 'x'),
    ]);
    expect(run).toBe('E_CONFIG: --checkpoint_path x does not exist\n');
    expect(file).toBe('E_CONFIG: --checkpoint-path cannot read x.npz: there is no such file or folder\n');
    expect(tested).toMatch(/^E_CONFIG: --checkpoint_path x is not a run\n/);
    expect(resumed).toBe('E_CONFIG: --resume x does not exist\n');
    expect(sounds).toMatch(/^E_CONFIG: --dir .*x/);
  });

  it('refuses another task than that of the command, whose defaults would hold', async () => {
    const cwd = folder();
    const said = (...words: string[]) => msm(cwd, 'memorize', ...words, '--print-config');
    writeFileSync(join(cwd, 'grid.yaml'), 'parameters:\n  task: omniglot\n');
    const [other, named, own] = await Promise.all([
      said('qa', '--sweep', 'grid.yaml'),
      said('--task', 'omniglot', '--sweep', 'grid.yaml'),
      said('qa', '--task', 'qa', '--task', '2'),
    ]);
    expect([other.status, other.stderr]).toEqual([
      2,
      'E_CONFIG: task = omniglot (grid.yaml:2:3): msm memorize qa has the defaults of task = qa and takes no other\nType: msm memorize omniglot --sweep grid.yaml\n',
    ]);
    expect(named).toMatchObject({ status: 0, stderr: '' });
    expect(own).toMatchObject({ status: 0, stderr: '' });
  });

  it('refuses what does not go with sounds and images', async () => {
    const cwd = folder();
    const wrong: readonly (readonly [string[], string])[] = [
      [
        ['--image-size', '8'],
        'image_size = 8 must divide 28, the side of the images of task = cross-modal: 4, 7, 14 or 28',
      ],
      [
        ['--form', 'relu', '--cnn-thresholds', '[1,1,1,1]'],
        'cnn_thresholds has no effect with form = relu, whose units have no thresholds',
      ],
      [['--train-classes', '[1,2,2]'], 'train_classes has 2: it must be different digits from 0 to 9'],
      [['--test-classes', '[1,2]'], 'sequence_length = 3 is more than the 2 digits of test_classes'],
      [
        ['--readout-window', '9'],
        'readout_window = 9 has no effect with task = cross-modal, whose decoder hears all steps',
      ],
      [['--data', 'here'], '--data has no effect with task = cross-modal'],
      [
        ['--cnn-thresholds', '[2,2]'],
        'cnn_thresholds has 2 numbers, and the encoder of sounds has 4 blocks, that of images 4',
      ],
      [
        ['--use-pretrained-protonet', '1'],
        'image_protonet is missing: use_pretrained_protonet = 1 needs the weights of the encoder',
      ],
      [
        ['--use-pretrained-protonet', '1', '--image-size', '7'],
        'the published thresholds are of four blocks, and the encoder of sounds has 4 blocks, that of images 2',
      ],
    ];
    for (const [words, message] of wrong) {
      const { status, stderr } = await msm(cwd, 'memorize', 'cross-modal', ...words, '--out', 'no');
      expect([status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
      expect(stderr).toContain(message);
    }
  });

  it('learns from the files of bAbI', async () => {
    const cwd = folder();
    const story = (i: number): string =>
      `1 Mary moved to the ${['garden', 'office'][i % 2]}.\n2 Where is Mary? \t${['garden', 'office'][i % 2]}\t1\n`;
    const text = (stories: number): string => Array.from({ length: stories }, (_, i) => story(i)).join('');
    mkdirSync(join(cwd, 'babi', 'en'), { recursive: true });
    writeFileSync(join(cwd, 'babi', 'en', 'qa1_single-supporting-fact_train.txt'), text(40));
    writeFileSync(join(cwd, 'babi', 'en', 'qa1_single-supporting-fact_test.txt'), text(10));
    const small = ['--num-time-steps', '12', '--embedding-size', '16', '--memory-size', '14', '--batch-size', '8'];
    const words = ['memorize', 'qa', '--data', 'babi', '--ten-k', '0', ...small, '--epochs', '1', '--out', 'run'];
    const { status, stdout, stderr } = await msm(cwd, ...words);
    expect(status, stderr).toBe(0);
    expect(stdout).not.toContain('stand-in');
    expect(parametersOf(join(cwd, 'run'))).toMatchObject({
      ...{ train_size: 36, validation_size: 4, test_size: 10, n_sentences: 1, sentence_size: 5, n_words: 9 },
    });
    const tested = await msm(cwd, 'memorize', 'qa', 'test', 'run', '--out', 'tested', '--quiet');
    expect(tested.status, tested.stderr).toBe(0);
  });
});
