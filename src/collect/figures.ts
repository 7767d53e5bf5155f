/** The data behind the published figures (spec sections 10.3, 10.4 and 12 of the hebbian model), as options of a collection. */
import { configError, unknownKey } from '../config/problem.js';
import { type Frame, varyingColumns } from './frame.js';

/** What a figure adds to a collection. `statistics`: over the runs of each combination; they are made in any case where runs repeat. */
export interface FigureData {
  readonly help: string;
  readonly theory?: string;
  readonly series?: string;
  readonly histogram?: string;
  /** Fits; the varied parameter may decide. */
  readonly fits?: (frame: Frame) => readonly string[];
}

/** Parameters that the published figures vary. */
const VARIED = ['N', 'K', 'tau_J', 'rho', 'beta', 'tau_s', 'u', 'T'];

/** The one parameter that varies. Throws E_CONFIG if it is none or several. */
function variedParameter(frame: Frame): string {
  const varying = varyingColumns(frame.columns.filter(({ name }) => VARIED.includes(name))).map(({ name }) => name);
  if (varying.length === 1) return varying[0];
  const found = varying.length === 0 ? 'none does' : `these do: ${varying.join(', ')}`;
  throw configError(
    `fluctuation_scaling needs one parameter that varies; ${found}`,
    '--for',
    'Name the fit yourself: --fit power-law:K:residuals_std:by=tau_J',
  );
}

const scaling =
  (y: string) =>
  (frame: Frame): readonly string[] => [`power-law:${variedParameter(frame)}:${y}`];

const alphaFits = (y: string) => (): readonly string[] =>
  ['line', 'quadratic', 'cubic', 'power-law'].map((kind) => `${kind}:K/N:${y}`);

/** Constant N: a surface over K and tau_J; else the line through logarithms and the pure power of K. */
const surfaceFits =
  (y: string) =>
  (frame: Frame): readonly string[] => {
    const isVarying = varyingColumns(frame.columns.filter(({ name }) => name === 'N')).length > 0;
    return isVarying ? [`log-log:K:${y}`, `pure-power:K:${y}`] : [`surface:K,tau_J:${y}`];
  };

const STD = 'residuals_std';
const VAR = 'residuals_variance';
const errorBars = (x: string): FigureData => ({ help: `statistics against ${x} with its theory`, theory: x });
const slices = (x: string): FigureData => ({ help: `lines against ${x} with theory`, theory: x });
const curves: FigureData = { help: 'time series of all runs', series: 'timeseries' };

/** By the key that the published configurations use. */
export const FIGURE_DATA: { readonly [key: string]: FigureData } = {
  N_std: errorBars('N'),
  N_var: errorBars('N'),
  K_std_N: errorBars('K'),
  K_std_tau_J: errorBars('K'),
  K_var: errorBars('K'),
  tau_J_std: errorBars('tau_J'),
  tau_J_var: errorBars('tau_J'),
  rho_std: errorBars('rho'),
  slice_std_N: slices('N'),
  slice_std_tau_J_K: slices('tau_J'),
  slice_std_K_N: slices('K'),
  slice_std_K_tau_J: slices('K'),
  slice_var_N: slices('N'),
  slice_var_K: slices('K'),
  alpha_std_fit: { help: 'polynomials and power law in K/N', fits: alphaFits(STD) },
  alpha_var_fit: { help: 'polynomials and power law in K/N', fits: alphaFits(VAR) },
  '3d_std': { help: 'the results themselves' },
  '3d_var': { help: 'the results themselves' },
  '3d_std_fit': { help: 'surface over K and tau_J, or powers of K', fits: surfaceFits(STD) },
  '3d_var_fit': { help: 'surface over K and tau_J, or powers of K', fits: surfaceFits(VAR) },
  '3d_std_alpha': { help: 'as 3d_std' },
  '3d_var_alpha': { help: 'as 3d_var' },
  '3d_std_fit_alpha': { help: 'as 3d_std_fit', fits: surfaceFits(STD) },
  '3d_var_fit_alpha': { help: 'as 3d_var_fit', fits: surfaceFits(VAR) },
  energy: curves,
  deltaFnorm2_kt: curves,
  deltaFnorm2_kt_no_theoretical: curves,
  residuals: curves,
  fnorm_theoretical: curves,
  fnorm_residuals: curves,
  plot_energy_mr: curves,
  plot_synaptic_hebb_normF_difference_mr: curves,
  plot_synaptic_hebb_normF_difference_mr_bnorm: curves,
  plot_synaptic_hebb_normF_difference_mr_th: curves,
  plot_delta_residuals: curves,
  fnorm_residuals_hist: { help: 'histogram of the residual of each run', histogram: 'residual' },
  fluctuation_scaling_std: { help: 'power law of the varied parameter', fits: scaling(STD) },
  fluctuation_scaling_variance: { help: 'power law of the varied parameter', fits: scaling(VAR) },
  scaling: { help: 'power law of the varied parameter', fits: scaling(STD) },
};

/** What a figure needs. Throws E_CONFIG with the nearest right key. */
export function figureData(key: string): FigureData {
  if (Object.hasOwn(FIGURE_DATA, key)) return FIGURE_DATA[key];
  throw unknownKey(key, 'a figure of the published program', Object.keys(FIGURE_DATA), '--for');
}
