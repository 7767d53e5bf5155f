/**
 * The library, in Node and in a browser: simulations in memory, the families, statistics. What needs a disk (runs, sweeps, files) is
 * `multiscale-memory/node`.
 */

export { elementaryOf } from './analysis/elementary.js';
export * as fits from './analysis/fits.js';
export { sampleStatistics } from './analysis/sample.js';
export { augmentedDickeyFuller, convergenceSummary, detectConvergence, mackinnonP } from './analysis/stationarity.js';
export { autocorrelation, automaticBins, defaultLags, histogram, seriesStatistics } from './analysis/statistics.js';
export { resolveParameters } from './config/validate.js';
export { type ErrorCode, EXIT_STATUS, MsmError } from './errors.js';
export { type Build, type Kernels, loadKernels, supportsRelaxedSimd } from './kernel/kernels.js';
export type { DataFiles, GivenData } from './library/data.js';
export { defineFamily, type FamilyDefinition } from './library/define-family.js';
export { loadModule } from './library/modules.js';
export { type Simulation, type SimulationRequest, simulate } from './library/simulate.js';
export type { Column, Table } from './library/table.js';
export { INTEGRATORS, type Integrator } from './method/integrators.js';
export { PURPOSE, randomSource, replicaSeed } from './method/random.js';
export { FAMILY_NAMES, familyNamed } from './model/families.js';
export type { CreateOptions, Estimate, Family, Inputs, Model, SummaryItem, TensorGroup } from './model/family.js';
export * as hebbianPatterns from './model/hebbian/patterns.js';
export * as hebbianTheory from './model/hebbian/theory.js';
export type { RecordRequest, RecordTable, RowSink, Schedule } from './model/record.js';
export type { FamilySchema, Parameter, Parameters, ParameterValue } from './model/schema.js';
