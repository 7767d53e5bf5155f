/** A network, spiking or not, as the tables of its activity see it. */
import type { ActivityRows, Detail } from './activity-tables.js';
import type { Rows } from './columns.js';
import type { SampleNetwork } from './sample-network.js';

/** A network as those see it who watch it, after the forward pass of an item. */
export interface Watched {
  readonly opened: SampleNetwork;
  /** Steps of a fact. */
  readonly steps: number;
  /** Facts of an item before which nothing happens. */
  firstFact(item: number): number;
  /** The memory before a fact, or after the last: rows of keys. */
  memory(record: number, fact: number): Rows;
  /** Adds what the layers do. */
  takeLayers(rows: ActivityRows, example: number, item: number, record: number, detail: Detail): void;
}
