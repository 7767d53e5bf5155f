/** What units without time do with an item: their activities, fact by fact and for the query. */
import { MEMORY_LAYERS } from './measures.js';
import type { Numeric } from './numeric.js';
import { openTwin } from './open.js';
import type { ReluSource } from './relu-sources.js';
import type { SpikingNetwork } from './settings-types.js';
import type { Watched } from './watched.js';

export function watchTwin(numeric: Numeric, network: SpikingNetwork): Watched {
  const { memory: M, facts } = network;
  const opened = openTwin(numeric, network);
  const { arrays, sources } = opened;
  const [writeKey, writeValue, readKey, readValue] = MEMORY_LAYERS.map(({ name }) => name);
  const behind = (address: number, numbers: number): number => address + numbers * numeric.size;
  return {
    opened,
    // a fact is one step
    steps: 1,
    firstFact: () => 0,
    memory: (record, fact) => ({ address: arrays.memory(record, fact), stride: arrays.np }),
    takeLayers: ({ activities }, example, _, record, detail) => {
      if (detail === 'trials') return;
      const take = (layer: string, fact: number, address: number, units: number): void => {
        for (const [i, value] of numeric.view(address, units).entries()) activities.add(layer, example, fact, i, value);
      };
      const takeHeard = ({ layers }: ReluSource, fact: number, address: number): void => {
        let before = 0;
        for (const { name, neurons } of layers) {
          take(name, fact, behind(address, before), neurons);
          before += neurons;
        }
      };
      for (let fact = 0; fact < facts; fact++) {
        const written = arrays.written(record, fact);
        takeHeard(sources.facts, fact, arrays.heard(record, fact));
        take(writeKey, fact, written, M);
        take(writeValue, fact, behind(written, arrays.np), M);
      }
      const { keys, values } = arrays.read(record);
      takeHeard(sources.query, facts, arrays.asked(record));
      take(readKey, facts, keys, M);
      take(readValue, facts, values, M);
    },
  };
}
