/**
 * Arithmetic that remembers what each number was made of, so that gradients follow from the way forward alone; and spiking neurons and the rule of the
 * memory in it. Slow and plain: it says what networks must come to whose way back is written by hand.
 */
import type { SpikeLaw } from './plain.js';

/** A number on the tape, by its place. */
export type Place = number;

export class Tape {
  readonly #values: number[] = [];
  readonly #parents: (readonly Place[])[] = [];
  readonly #slopes: (readonly number[])[] = [];

  /** A number with its derivatives by others. */
  put(value: number, parents: readonly Place[] = [], slopes: readonly number[] = []): Place {
    this.#parents.push(parents);
    this.#slopes.push(slopes);
    return this.#values.push(value) - 1;
  }

  at(place: Place): number {
    return this.#values[place];
  }

  /** Sum of numbers times constants. */
  mixed(places: readonly Place[], factors: readonly number[]): Place {
    const sum = places.reduce((all, place, i) => all + factors[i] * this.at(place), 0);
    return this.put(sum, places, factors);
  }

  sum(places: readonly Place[]): Place {
    return this.mixed(
      places,
      places.map(() => 1),
    );
  }

  dot(x: readonly Place[], y: readonly Place[]): Place {
    const [a, b] = [x, y].map((places) => places.map((place) => this.at(place)));
    const sum = a.reduce((all, value, i) => all + value * b[i], 0);
    return this.put(sum, [...x, ...y], [...b, ...a]);
  }

  /** Gradient of a number by all others. */
  gradient(of: Place): Float64Array {
    const bars = new Float64Array(this.#values.length);
    bars[of] = 1;
    for (let place = of; place >= 0; place--) {
      const bar = bars[place];
      if (bar === 0) continue;
      const [parents, slopes] = [this.#parents[place], this.#slopes[place]];
      for (let i = 0; i < parents.length; i++) bars[parents[i]] += bar * slopes[i];
    }
    return bars;
  }
}

export interface NeuronLaw {
  readonly threshold: number;
  readonly leak: number;
  readonly take: number;
  readonly refractory: number;
  readonly law: SpikeLaw;
}

/** Neurons with soft resets, from states of 0. `n` spikes of each step. */
export function tapedNeurons(tape: Tape, n: number, { threshold, leak, take, refractory, law }: NeuronLaw) {
  let v = Array.from({ length: n }, () => tape.put(0));
  let z = Array.from({ length: n }, () => tape.put(0));
  const rests = new Array<number>(n).fill(0);
  return (x: readonly Place[]): readonly Place[] => {
    v = v.map((own, i) => tape.mixed([own, x[i], z[i]], [leak, take, -threshold]));
    z = v.map((own, i) => {
      if (rests[i] > 0) {
        rests[i]--;
        return tape.put(0);
      }
      const u = (tape.at(own) - threshold) / threshold;
      const spike = law(u);
      rests[i] = refractory * spike;
      return tape.put(spike, [own], [Math.max(0, 1 - Math.abs(u)) / threshold]);
    });
    return z;
  };
}

export interface RuleLaw {
  readonly gammaPos: number;
  readonly gammaNeg: number;
  readonly bound: number;
}

/** A synapse after a step of the rule, from key trace kappa to value trace nu. */
export function tapedRule(
  tape: Tape,
  [synapse, kappa, nu]: readonly [Place, Place, Place],
  { gammaPos, gammaNeg, bound }: RuleLaw,
): Place {
  const [A, k, y] = [synapse, kappa, nu].map((place) => tape.at(place));
  const free = bound - A;
  return tape.put(
    A + gammaPos * free * y * k - gammaNeg * k * k * A,
    [synapse, kappa, nu],
    [1 - gammaPos * y * k - gammaNeg * k * k, gammaPos * free * y - 2 * gammaNeg * k * A, gammaPos * free * k],
  );
}
