/** What a person asks a collection for. */
import type { StationaritySettings } from '../analysis/stationarity.js';
import type { Format } from '../config/run-options.js';
import type { Check } from '../sweep/tasks/look.js';

/** What to collect. Everything but `sources` may be absent. */
export interface CollectRequest {
  /** Folders of sweeps and runs, and tables that were collected before. */
  readonly sources: readonly string[];
  /** Folder of the tables; that of the sweep if there is one source and it is a sweep. */
  readonly out?: string;
  readonly format?: Format;
  readonly check?: Exclude<Check, 'glance'>;
  /** Tables of the runs that are written as series. */
  readonly series?: readonly string[];
  /** Columns by which statistics are grouped; all that vary if absent. */
  readonly groupBy?: readonly string[];
  /** Fits as text (`parseFit`). */
  readonly fits?: readonly string[];
  /** Parameters along which the published theory is computed. */
  readonly theory?: readonly string[];
  /** Column of the time series. */
  readonly histogram?: string;
  readonly stationarity?: { readonly column: string; readonly settings: StationaritySettings };
  readonly published?: boolean;
  readonly latex?: boolean;
  /** Columns of the LaTeX table. */
  readonly columns?: readonly string[];
  /** Published figures whose data are wanted. */
  readonly figures?: readonly string[];
}
