/** A run's folder for whoever looks at it from outside: where things are, run.json and the manifest. */

export { fileSize } from '../host/disk.js';
export {
  inFolder,
  isRunFolder,
  isSweepFolder,
  MANIFEST_FILE,
  RUN_FILE,
  removeLeftovers,
  SWEEP_FILE,
} from './layout.js';
export { type Manifest, readManifest, writeManifest } from './manifest.js';
export {
  identityOf,
  type Output,
  RUN_FORMAT,
  type RunRecord,
  type RunStatus,
  readRun,
  resultHash,
  type StoredInput,
  type StoredRecord,
  writeRun,
} from './run-record.js';
