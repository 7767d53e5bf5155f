/** The pictures of the documentation: which runs they are of, and what `msm plot` draws of them. */

export interface PageFigure {
  /** Commands of the program, done one after the other in an empty folder. */
  readonly make: readonly string[];
  /** What `msm plot` is given: a folder that those commands wrote, and the name of one figure or its columns. */
  readonly plot: string;
  /** Endings of the files that are kept. */
  readonly formats: readonly string[];
}

/** By the name of the file in docs/figures. */
export const PAGE_FIGURES: { readonly [name: string]: PageFigure } = {
  'hebbian-distance': {
    make: ['simulate --T 4000 --out run'],
    plot: 'run --figure deltaFnorm2_kt',
    formats: ['svg', 'png'],
  },
  'hebbian-fluctuations': {
    make: [
      'simulate --N 100 --K 10,20,50 --tau-J 10,14,20,30,50 --beta 1000 --k 1 --T 700 --replicas 20 --record residual --out sweep',
    ],
    plot: 'sweep --figure tau_J_std --log x,y',
    formats: ['svg'],
  },
  'hebbian-holds': {
    make: ['simulate --N 100 --K 8 --tau-J 200 --tau-h 10 --T 2000 --mode right,faithful --out sweep'],
    plot: 'sweep --figure deltaFnorm2_kt',
    formats: ['svg'],
  },
};
