/** The pictures of the documentation: which runs they are of, and what `msm plot` draws of them. */

export interface PageFigure {
  /** Commands of the program, done one after the other in an empty folder. */
  readonly make: readonly string[];
  /** What `msm plot` is given: a folder that those commands wrote, and the name of one figure or its columns. */
  readonly plot: string;
  /** Endings of the files that are kept. */
  readonly formats: readonly string[];
  /** Whether single runs of a sweep fail, as the page says. */
  readonly hasFailures?: boolean;
}

/** A network that learns two pairs in a minute or two. */
const TWO_PAIRS = ['memorize --preset two-pairs --target-rate 10 --seed 1 --out net'];

/** Runs of which the scatter goes with the number of patterns and with the time constant. */
const FLUCTUATIONS = [
  'simulate --N 100 --K 10,20,50 --tau-J 10,14,20,30,50 --beta 1000 --k 1 --T 700 --replicas 20 --record residual --out sweep',
];

/** By the name of the file in docs/figures. */
export const PAGE_FIGURES: { readonly [name: string]: PageFigure } = {
  'attractor-weights': { make: ['attractor sequence --out seq'], plot: 'seq --figure weights', formats: ['svg'] },
  'attractor-attractors': { make: ['attractor sequence --out seq'], plot: 'seq --figure attractors', formats: ['svg'] },
  'attractor-free-run': {
    make: ['attractor sequence --record pattern,sigma --out seq'],
    plot: 'seq --figure free_run',
    formats: ['svg'],
  },
  'attractor-replay': {
    make: ['attractor sequence --record pattern,sigma --out seq'],
    plot: 'seq --figure replay',
    formats: ['svg'],
  },
  'attractor-transitions': {
    make: ['attractor sequence --out seq'],
    plot: 'seq --figure transitions --width 80mm',
    formats: ['svg'],
  },
  'attractor-trials': {
    make: ['attractor learn --out ten', 'attractor retrieve --network ten --record sigma,evidence --out trials'],
    plot: 'trials --figure retrieval_images',
    formats: ['svg'],
  },
  'attractor-trial': {
    make: ['attractor learn --out ten', 'attractor retrieve --network ten --record sigma,evidence --out trials'],
    plot: 'trials --figure retrieval_trial',
    formats: ['svg'],
  },
  'attractor-landscape': {
    make: ['attractor grid --e 2..20:3 --beta log:0.01..1/10 --out regimes'],
    plot: 'regimes --figure landscape',
    formats: ['svg'],
  },
  'attractor-network': {
    make: ['attractor learn --patterns bars --e 30 --beta 0.1 --eta 0.01 --epochs 500 --out two'],
    plot: 'two --figure network',
    formats: ['svg'],
  },
  'attractor-orthogonality': {
    make: ['attractor learn --out ten'],
    plot: 'ten --figure orthogonality',
    formats: ['svg'],
  },
  'attractor-basins': {
    make: ['attractor learn --out ten', 'analyse ten --analysis basins'],
    plot: 'ten --figure basins',
    formats: ['svg'],
  },
  'hebbian-capacity': {
    make: ['simulate --sweep capacity --out loads', 'analyse loads --analysis capacity --set patterns=40'],
    plot: 'loads --figure capacity',
    formats: ['svg'],
  },
  'hebbian-distance': {
    make: ['simulate --T 4000 --out run'],
    plot: 'run --figure deltaFnorm2_kt',
    formats: ['svg', 'png'],
  },
  'hebbian-fluctuations': { make: FLUCTUATIONS, plot: 'sweep --figure tau_J_std --log x,y', formats: ['svg'] },
  'hebbian-fluctuations-patterns': {
    make: FLUCTUATIONS,
    plot: 'sweep --figure K_std_tau_J --log x,y',
    formats: ['svg'],
  },
  'hebbian-holds': {
    make: ['simulate --N 100 --K 8 --tau-J 200 --tau-h 10 --T 2000 --mode right,faithful --out sweep'],
    plot: 'sweep --figure deltaFnorm2_kt',
    formats: ['svg'],
  },
  lyapunov: {
    make: ['lyapunov --session 1..5 --g 4..22:3 --exponents 1 --duration 10000 --out sweep'],
    plot: 'sweep --figure exponent',
    formats: ['svg'],
  },
  'lyapunov-covariant': {
    make: ['lyapunov --N 100 --g 12 --T 2000 --trials 1 --out rates', 'analyse rates --analysis covariant'],
    plot: 'rates --figure covariant',
    formats: ['svg'],
  },
  'lyapunov-divergence': {
    make: ['lyapunov --g 16 --trials 8 --T 4000 --exponents 0 --record log_distance,distance@50 --out run'],
    plot: 'run --figure divergence',
    formats: ['svg'],
  },
  'lyapunov-published': {
    make: [
      'lyapunov --stream published --session 1..5 --g 1..22:3 --exponents 0 --record traces@20 --units 100 --out sweep',
    ],
    plot: 'sweep --figure final_figure',
    formats: ['svg'],
  },
  // the larger networks of the table take a quarter of an hour, by finite-size.ts
  'lyapunov-size': {
    make: [
      ...[
        ['200,400', '8'],
        ['800', '4'],
      ].map(
        ([N, sessions]) =>
          `lyapunov --N ${N} --p 1 --weights variance --g 2,4 --session 1..${sessions} --scheme rk4 --dt 4 --T 1000 --trials 4 --exponents 1 --align 1000 --duration 4000 --record log_distance --out size-${N}`,
      ),
      'collect size-200,400 size-800 --out sizes',
    ],
    plot: 'sizes --figure finite_size',
    formats: ['svg'],
  },
  corruption: {
    make: ['train --preset corruption --out corruption'],
    plot: 'corruption --figure corruption_best',
    formats: ['svg'],
    hasFailures: true,
  },
  'heterosynaptic-learning': {
    make: ['train --prune --max-epochs 10 --out pruned'],
    plot: 'pruned --figure learning_curves',
    formats: ['svg'],
  },
  'heterosynaptic-attention': {
    make: [
      'train --task selective-copying --l-noise 8 --l-memorize 3 --n-tokens 6 --train-size 3200 --validation-size 64 --test-size 64 --n-embd 32 --n-head 2 --update-alg adamW --lr 0.005 --max-epochs 8 --out recalled',
      'analyse recalled --analysis attention',
    ],
    plot: 'recalled --figure attention',
    formats: ['svg'],
  },
  'spiking-spikes': {
    make: [...TWO_PAIRS, 'memorize associations record net --out shown'],
    plot: 'shown --figure spikes',
    formats: ['svg'],
  },
  'spiking-memory': {
    make: [...TWO_PAIRS, 'memorize associations record net --out shown'],
    plot: 'shown --figure memory',
    formats: ['svg'],
  },
  'spiking-lengths': {
    make: [
      'memorize --form relu --sequence-length 4 --num-classes 10 --embedding-size 60 --memory-size 60 --batch-size 64 --train-size 2560 --validation-size 200 --test-size 500 --epochs 60 --learning-rate 0.003 --out twin',
      'memorize associations test twin --sequence-length 1..10 --test-size 2000 --out lengths',
    ],
    plot: 'lengths --figure accuracy_over_length',
    formats: ['svg'],
  },
};
