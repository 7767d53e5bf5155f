/**
 * Public API: the functions that the commands call.
 *
 * Core (runs anywhere): families, kernels, methods, analysis. Around it (Node): plans, runs, tables.
 */

export { elementaryOf } from './analysis/elementary.js';
export * as fits from './analysis/fits.js';
export { toHalf } from './analysis/half.js';
export { sampleStatistics } from './analysis/sample.js';
export { augmentedDickeyFuller, convergenceSummary, detectConvergence, mackinnonP } from './analysis/stationarity.js';
export { autocorrelation, automaticBins, defaultLags, histogram, seriesStatistics } from './analysis/statistics.js';
export { type Collection, type CollectRequest, collect } from './collect/collect.js';
export { resolveParameters } from './config/validate.js';
export { type ErrorCode, EXIT_STATUS, MsmError } from './errors.js';
export { compileBuild, instantiate } from './host/builds.js';
export { NODE_DISK } from './host/disk.js';
export { SYSTEM_CLOCK } from './host/environment.js';
export { type PatternReader, patternReader, readPatterns } from './input/patterns.js';
export { type Build, type Kernels, loadKernels, supportsRelaxedSimd } from './kernel/kernels.js';
export { INTEGRATORS, type Integrator } from './method/integrators.js';
export { PURPOSE, randomSource, replicaSeed } from './method/random.js';
export { ATTRACTOR } from './model/attractor/model.js';
export { FAMILIES } from './model/families.js';
export type { CreateOptions, Estimate, Family, Inputs, Model, SummaryItem } from './model/family.js';
export { HEBBIAN } from './model/hebbian/model.js';
export * as hebbianPatterns from './model/hebbian/patterns.js';
export * as hebbianTheory from './model/hebbian/theory.js';
export type { RecordRequest, RecordTable, RowSink, Schedule } from './model/record.js';
export type { FamilySchema, Parameter, Parameters, ParameterValue } from './model/schema.js';
export { isSearch, type PlannedRuns, planRuns, type RunRequest, type SearchedRequest } from './run/plan-runs.js';
export { seriesOf, seriesReport } from './run/series-report.js';
export { verifyRun } from './run/verify.js';
export {
  resumeSearch,
  type SearchOutcome,
  type SearchSummary,
  searchAgain,
  startSearch,
} from './search/search.js';
export { resume } from './simulate/resume.js';
export { simulate, simulateAgain } from './simulate/simulate.js';
export { type Listed, listRuns } from './sweep/tasks/list.js';
export { addRequest } from './sweep/tasks/requests.js';
export { showFolder } from './sweep/tasks/show.js';
export { readSweep, type States, type Sweep, type Task, type TaskState } from './sweep/tasks/tasks.js';
export { LAUNCHERS, type Launcher, type LaunchOptions } from './sweep/work/launcher.js';
export type { Outcome, SweepFailure, SweepSurroundings } from './sweep/work/outcome.js';
export { workOn } from './sweep/work/work.js';
export { latexTable, mergeLatexTables } from './table/latex.js';
export { numericArray, readMetadata, readTable } from './table/read.js';
