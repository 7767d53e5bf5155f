/** What a reader of a run's exponents should know. */
import type { Outcome } from './outcome.js';
import type { RateRun } from './run.js';
import { BOUNDED, isFlow, isWholeStep, stepLimit } from './step-limit.js';

/** Most growth between two QR, as a logarithm, by which tangent vectors may part: beyond it a column is lost in the rounding of the first. */
const MOST_PARTING = 18;

/** Steps that do not stand for the flow make a network in discrete time: legitimate, but not what the theory of flows is about. */
function ofStep({ parameters: p, gain }: RateRun): readonly string[] {
  if (isFlow(p, gain)) return [];
  const rule = isWholeStep(p)
    ? `each step is the map ${p.form === 'r' ? 'r <- phi(g W r)' : 'x <- g W phi(x)'}`
    : 'each step is a map of its own';
  const isUnstable = p.dt >= stepLimit(p, gain) && BOUNDED.has(p.activation);
  const why = isUnstable ? ', beyond the stability of the linear part' : '';
  return [`dt = ${p.dt} ms is not well below tau = ${p.tau} ms${why}: ${rule}, and verdicts are those of maps`];
}

/** Whether tangent vectors parted too far between two QR for the later ones to be measured. */
function ofQr({ exponents: k, method, phases, parameters: p }: RateRun, { trials }: Outcome): readonly string[] {
  if (method !== 'qr' || k < 2) return [];
  const dt = p.dt;
  let widest = 0;
  for (const { exponents } of trials) {
    const least = exponents.findLast(Number.isFinite) ?? Number.NaN;
    if (exponents[0] - least > widest) widest = exponents[0] - least;
  }
  const parting = widest * phases.every * dt;
  if (!(parting >= MOST_PARTING)) return [];
  const better = Math.max(1, Math.floor((0.9 * MOST_PARTING) / (widest * dt)));
  return [
    `between two QR tangent vectors part by e^${parting.toFixed(0)}, and the last exponents are lost in rounding: ` +
      `use --qr-every ${better} or less (qr_every dt (lambda_1 - lambda_k) must stay below ${MOST_PARTING})`,
  ];
}

/** All notes on a run as it stands. */
export const rateNotes = (run: RateRun, outcome: Outcome): readonly string[] => [...ofStep(run), ...ofQr(run, outcome)];
