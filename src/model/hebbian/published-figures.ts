/** The data behind the published figures (spec sections 10.3, 10.4 and 12), as options of a collection. */
import { MsmError } from '../../errors.js';
import type { CollectedFigure } from '../collections.js';

type Varying = (among: readonly string[]) => readonly string[];

/** Parameters that the published figures vary. */
const VARIED = ['N', 'K', 'tau_J', 'rho', 'beta', 'tau_s', 'u', 'T'];

/** The one parameter that varies. Throws E_CONFIG if it is none or several. */
function variedParameter(varying: Varying): string {
  const names = varying(VARIED);
  if (names.length === 1) return names[0];
  const found = names.length === 0 ? 'none does' : `these do: ${names.join(', ')}`;
  throw new MsmError('E_CONFIG', `fluctuation_scaling needs one parameter that varies; ${found}`, {
    place: '--for',
    next: 'Name the fit yourself: --fit power-law:K:residuals_std:by=tau_J',
  });
}

const scaling =
  (y: string) =>
  (varying: Varying): readonly string[] => [`power-law:${variedParameter(varying)}:${y}`];

const alphaFits = (y: string) => (): readonly string[] =>
  ['line', 'quadratic', 'cubic', 'power-law'].map((kind) => `${kind}:K/N:${y}`);

/** Constant N: a surface over K and tau_J; else the line through logarithms and the pure power of K. */
const surfaceFits =
  (y: string) =>
  (varying: Varying): readonly string[] => {
    const isVarying = varying(['N']).length > 0;
    return isVarying ? [`log-log:K:${y}`, `pure-power:K:${y}`] : [`surface:K,tau_J:${y}`];
  };

const STD = 'residuals_std';
const VAR = 'residuals_variance';
const errorBars = (x: string): CollectedFigure => ({ help: `statistics against ${x} with its theory`, theory: x });
const slices = (x: string): CollectedFigure => ({ help: `lines against ${x} with theory`, theory: x });
const curves: CollectedFigure = { help: 'time series of all runs', series: 'timeseries' };

/** By the key that the published configurations use. */
export const PUBLISHED_FIGURES: { readonly [key: string]: CollectedFigure } = {
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
