/** The library where there is a disk: runs, sweeps and searches in folders, their tables, other programs' files. Node alone. */

export { type Analysed, type AnalyseRequest, analyse, analysesOf } from './analyse/analyse.js';
export { toHalf } from './analysis/half.js';
export { type Collection, type CollectRequest, collect } from './collect/collect.js';
export { plainSpace } from './config/space.js';
export { compileBuild, instantiate } from './host/builds.js';
export { NODE_DISK } from './host/disk.js';
export { SYSTEM_CLOCK } from './host/environment.js';
export { refuseWideVectors, useWideVectors } from './host/wide-vectors.js';
export { type PatternReader, patternReader, readPatterns } from './input/patterns.js';
export { keepModule, type OwnFolder, readOwnModel } from './own-model/own-folder.js';
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
export { simulate as runPlan, simulateAgain as runPlanAgain } from './simulate/simulate.js';
export { type Listed, listRuns } from './sweep/tasks/list.js';
export { addRequest } from './sweep/tasks/requests.js';
export { showFolder } from './sweep/tasks/show.js';
export { readSweep, type States, type Sweep, type Task, type TaskState } from './sweep/tasks/tasks.js';
export { LAUNCHERS, type Launcher, type LaunchOptions } from './sweep/work/launcher.js';
export type { Outcome, SweepFailure, SweepSurroundings } from './sweep/work/outcome.js';
export { workOn } from './sweep/work/work.js';
export { latexTable, mergeLatexTables } from './table/latex.js';
export { numericArray, readMetadata, readTable } from './table/read.js';
