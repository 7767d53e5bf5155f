/** A thread for the tests of teams: it writes its rank times the job's number, and fails as it is told to. */
import { workerData } from 'node:worker_threads';
import { MsmError } from '../../dist/errors.js';
import { serve } from '../../dist/host/team-member.js';

let place;
let numbers;
serve(async () => {
  if (workerData.fails === 'opening') throw new MsmError('E_CONFIG', 'there is no room', { next: 'Make it smaller.' });
  return {
    begin: (rank, memory) => {
      place = rank;
      numbers = new Float64Array(memory.numbers);
    },
    work: ([number]) => {
      if (number === 13 && place.rank === 2) {
        if (workerData.fails === 'throws') throw new RangeError('thirteen');
        if (workerData.fails === 'exits') process.exit(9);
      }
      numbers[place.rank] = place.rank * number;
    },
  };
});
