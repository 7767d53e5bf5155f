/**
 * Runs whose bytes are known: a few of every family, mode, scheme, format and kind of sweep, each recording what it can. They are short,
 * since they are run whole whenever somebody asks whether results have changed.
 */

export interface KnownRun {
  /** Name of its folder. */
  readonly name: string;
  /** Words of the command line, but for `--out`. */
  readonly words: readonly string[];
}

const HEBBIAN_ALL = 'sigma,J@50,energy,residual,distance,overlap,pattern,activity,lyapunov';
const MEMORY_ALL = 'sigma@5,memories@40,transitions@40,energy,overlap';
const RATE = 'lyapunov --N 40 --T 600 --trials 2 --duration 400 --align 100';

const TRAIN = 'train --train-size 300 --validation-size 100 --test-size 100';
const COPYING = '--train-size 96 --validation-size 32 --test-size 32 --l-noise 10 --l-memorize 4 --n-embd 16';

const CARDS =
  '--num-envs 4 --ppo-batches 2 --num-env-steps 200 --num-time-steps 30 --memory-size 20 --embedding-size 16 --test-games 8 --most-flips 30 --record-games 1';

/** Name, and command line as it is typed. */
const LINES: readonly (readonly [string, string])[] = [
  ['hebbian', `simulate --N 60 --K 5 --T 300 --u 1 --record ${HEBBIAN_ALL}`],
  ['hebbian-saturated', 'simulate --N 50 --K 4 --T 400 --record distance,energy,J@[0,399]'],
  ['hebbian-faithful', 'simulate --N 37 --K 4 --T 300 --mode faithful --tau-J 40 --rho 0.3 --record distance,residual'],
  ['hebbian-rk4', 'simulate --N 40 --K 4 --scheme rk4 --dt 0.5 --T 40 --u 0.8 --tau-J 30'],
  ['hebbian-simultaneous', 'simulate --N 33 --K 3 --scheme euler-simultaneous --T 200 --u 2 --tau-s 3 --tau-J 50'],
  ['hebbian-gaussian', 'simulate --N 30 --K 3 --pattern-distribution gaussian --u 1 --T 200 --activation tanh'],
  ['hebbian-relu', 'simulate --N 30 --K 3 --activation relu --u 1 --T 100 --tau-h random:1..6 --p [0.5,0.3,0.2]'],
  ['hebbian-sigmoid', 'simulate --N 30 --K 3 --activation sigmoid --u 1 --T 100 --hold-time 4'],
  ['hebbian-frozen', 'simulate --N 30 --K 3 --tau-J infinity --u 1 --T 100 --record sigma,energy --units 0..4,9'],
  ['memory-matrix', `simulate --N 30 --K 4 --model-class memory-matrix --T 200 --u 1 --record ${MEMORY_ALL}`],
  ['transitions', `simulate --N 30 --K 4 --model-class memory-matrix --delay 3 --T 200 --u 1 --record ${MEMORY_ALL}`],
  ['diverges', 'simulate --N 30 --K 4 --model-class memory-matrix --delay 2 --mode faithful --T 200 --u 1'],
  ['compatible', 'simulate --N 20 --K 3 --T 50 --parquet compatible'],
  ['arrow', 'simulate --N 20 --K 3 --T 50 --format arrow --record sigma,energy'],
  ['csv', 'simulate --N 20 --K 3 --T 50 --format csv --record sigma,energy --from 10 --to 30 --every 5'],
  ['fast', 'simulate --N 60 --K 5 --T 100 --u 1 --fast'],
  ['large', 'simulate --N 400 --K 8 --T 40 --u 1 --record sigma,J@[0,20]'],
  ['rate', `${RATE} --g 4,12 --jobs 1`],
  ['rate-theory', 'lyapunov --N 60 --g 4,12 --trials 2 --T 800 --mean-field --jobs 1'],
  ['rate-x', `${RATE} --g 4 --form x --scheme rk4 --dt 2 --p 1 --weights variance --exponents 5`],
  ['rate-interval', `${RATE} --g 10 --method interval --noise 0.1`],
  ['rate-bounds', `${RATE} --g 10 --method bounds`],
  ['rate-input', `${RATE} --g 8 --input 0.1 --input-amplitude 0.5 --input-phase random --noise 0.1 --exponents 3`],
  ['rate-rest', `${RATE} --g 0.5 --stop-at-rest --sum-rule --exponents 40 --transient 100`],
  ['rate-tolerance', `${RATE} --g 8 --tolerance 0.5 --qr-every 7 --activation sigmoid`],
  ['rate-published', `${RATE} --g 7 --stream published --session 2`],
  ['rate-relu', `${RATE} --g 1 --activation relu --no-centred --exponents 0`],
  ['sequence', 'attractor sequence --epochs 300 --record free_energy,sigma@10'],
  ['sequence-faithful', 'attractor sequence --mode faithful --epochs 150'],
  ['bars', 'attractor bars --mode faithful --epochs 60 --levels [0,0.2]'],
  ['bars-right', 'attractor bars --epochs 60 --levels [0,0.2]'],
  ['learn', 'attractor learn --epochs 60'],
  ['free-run', 'attractor free-run --epochs 60'],
  ['forget', 'attractor forget --epochs 60'],
  ['retrieve', 'attractor retrieve --epochs 60'],
  ['generalise', 'attractor generalise --epochs 60'],
  ['train', `${TRAIN} --max-epochs 4 --record loss,accuracy,updates@7`],
  ['train-pruned', `${TRAIN} --max-epochs 3 --prune --blocks survivors --momentum 0.5 --mode faithful`],
  ['train-adam', `${TRAIN} --max-epochs 3 --update-alg adamW --lr 0.002 --weight-decay 0.01 --precision f64`],
  ['train-data', `${TRAIN} --max-epochs 3 --hessian data --lr 0.02 --early-stopping right --patience 1`],
  ['train-copying', `train --task selective-copying ${COPYING} --dropout 0.1 --lr 0.5 --max-epochs 2`],
  ['cards', `memorize cards ${CARDS}`],
  ['cards-relu', `memorize cards ${CARDS} --form relu`],
  ['sweep', 'simulate --N 20,30 --K 3 --u 0.5,2 --T 100 --replicas 2 --seed 7 --jobs 2'],
  ['sweep-seeds', 'simulate --N 20 --K 3 --seed 1,2 --tau-h random:1..4 --T 60 --jobs 1'],
  ['sweep-file', 'simulate --N 20 --sweep example --T 20 --jobs 2'],
  ['search', 'simulate --N 20 --K 3 --T 60 --u uniform:0..2 --search tpe --budget 10 --objective distance:min'],
  ['rate-sweep', 'lyapunov --N 30 --g 2..8:3 --session 1,2 --trials 2 --T 300 --duration 200 --align 50 --jobs 2'],
];

export const KNOWN_RUNS: readonly KnownRun[] = LINES.map(([name, line]) => ({ name, words: line.split(' ') }));

/** Those that are compared between versions of Node: elementary functions, sums, draws, statistics and fits of each family. */
export const CORE_RUNS: readonly KnownRun[] = KNOWN_RUNS.filter(({ name }) =>
  ['hebbian', 'hebbian-rk4', 'rate-theory', 'sequence', 'bars'].includes(name),
);
