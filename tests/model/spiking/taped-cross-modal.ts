/** The network of sounds and images on a tape (specification, sections 1 to 5): every neuron, weight and synapse in every step. */
import type { CrossModalNetwork, PictureEncoder } from '../../../src/model/spiking/settings-types.js';
import type { SpikeLaw } from './plain.js';
import { type NeuronLaw, type Place, Tape, tapedNeurons, tapedRule } from './tape.js';

export interface PairItem {
  readonly sounds: readonly (readonly number[])[];
  readonly images: readonly (readonly number[])[];
  readonly query: readonly number[];
  readonly target: number;
}

/** Rows of spikes over steps. */
type Spikes = readonly (readonly Place[])[];

export interface TapedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly count: number;
}

const exp = Math.exp;

/** Rows of a matrix of weights. */
const rowsOf = (places: readonly Place[], width: number): readonly (readonly Place[])[] =>
  Array.from({ length: places.length / width }, (_, r) => places.slice(r * width, (r + 1) * width));

export function tapedCrossModal(
  network: CrossModalNetwork,
  tensors: readonly TapedTensor[],
  parameters: ArrayLike<number>,
  law: SpikeLaw,
) {
  const { neuron, plasticity, steps, facts, memory: M, hidden, classes: pixels, hasBias } = network;
  const tape = new Tape();
  const weights = new Map(
    tensors.map(({ name, offset, count }) => [
      name,
      Array.from({ length: count }, (_, i) => tape.put(parameters[offset + i])),
    ]),
  );
  const tensor = (name: string): readonly Place[] => weights.get(name) as readonly Place[];
  const leak = exp(-1 / neuron.tauMembrane);
  const keep = exp(-1 / plasticity.tauTrace);
  const own = { refractory: neuron.refractorySteps, law };
  const leaky: NeuronLaw = { ...own, threshold: neuron.threshold, leak, take: 1 - leak };
  const zero = tape.put(0);

  /** A block: a convolution of 3 x 3 places, spikes, and the first largest of 2 x 2. */
  function block(
    name: string,
    input: Spikes,
    shape: readonly [h: number, w: number, from: number, to: number],
    threshold: number,
  ): Spikes {
    const [h, w, from, to] = shape;
    const kernels = rowsOf(tensor(`${name}.weight`), from * 9);
    const fire = tapedNeurons(tape, to * h * w, { ...own, threshold, leak: 1, take: 1 });
    return input.map((z) => {
      const currents = kernels.flatMap((kernel, c) =>
        Array.from({ length: h * w }, (_, place) => {
          const around = Array.from({ length: from * 9 }, (_, i) => {
            const [f, dy, dx] = [Math.floor(i / 9), (Math.floor(i / 3) % 3) - 1, (i % 3) - 1];
            const [y, x] = [Math.floor(place / w) + dy, (place % w) + dx];
            return y < 0 || x < 0 || y >= h || x >= w ? zero : z[(f * h + y) * w + x];
          });
          const heard = tape.dot(kernel, around);
          return hasBias ? tape.sum([heard, tensor(`${name}.bias`)[c]]) : heard;
        }),
      );
      const spikes = fire(currents);
      const [ph, pw] = [Math.floor(h / 2), Math.floor(w / 2)];
      return Array.from({ length: to * ph * pw }, (_, i) => {
        const [c, y, x] = [Math.floor(i / (ph * pw)), Math.floor(i / pw) % ph, i % pw];
        const four = [0, 1, 2, 3].map((k) => spikes[(c * h + 2 * y + (k >> 1)) * w + 2 * x + (k & 1)]);
        return four.reduce((best, one) => (tape.at(one) > tape.at(best) ? one : best));
      });
    });
  }
  function encode(
    name: string,
    { height, width, channels, thresholds }: PictureEncoder,
    picture: readonly number[],
  ): Spikes {
    const fire = tapedNeurons(tape, picture.length, leaky);
    const currents = picture.map((value) => tape.put(value));
    let spikes: Spikes = Array.from({ length: steps }, () => fire(currents));
    let [h, w, from] = [height, width, 1];
    for (const [i, to] of channels.entries()) {
      spikes = block(`${name}_encoder.${i}`, spikes, [h, w, from, to], thresholds[i]);
      [h, w, from] = [Math.floor(h / 2), Math.floor(w / 2), to];
    }
    // the network has the channels of a place side by side
    return spikes.map((z) => Array.from({ length: z.length }, (_, i) => z[(i % from) * h * w + Math.floor(i / from)]));
  }
  function write(heard: Spikes) {
    const rows = rowsOf(tensor('writing_layer.W'), heard[0].length);
    const [keys, values] = [tapedNeurons(tape, M, leaky), tapedNeurons(tape, M, leaky)];
    let memory = Array.from({ length: M }, () => Array.from({ length: M }, () => tape.put(0)));
    let [keyTrace, valueTrace] = [0, 1].map(() => Array.from({ length: M }, () => tape.put(0)));
    const trace = (before: readonly Place[], z: readonly Place[]) =>
      before.map((one, i) => tape.mixed([z[i], one], [1 - keep, keep]));
    const spikes = heard.map((s) => {
      const k = keys(rows.slice(0, M).map((row) => tape.dot(row, s)));
      const driven = rows.slice(M).map((row, i) => {
        const back = tape.dot(memory[i], k);
        return tape.mixed([tape.dot(row, s), back], [1, network.feedbackGain]);
      });
      const y = values(driven);
      [keyTrace, valueTrace] = [trace(keyTrace, k), trace(valueTrace, y)];
      const rule = { gammaPos: plasticity.gammaPos, gammaNeg: plasticity.gammaNeg, bound: plasticity.wMax };
      memory = memory.map((row, i) => row.map((A, j) => tapedRule(tape, [A, keyTrace[j], valueTrace[i]], rule)));
      return { k, y };
    });
    return { keys: spikes.map(({ k }) => k), values: spikes.map(({ y }) => y), memory };
  }
  function read(heard: Spikes, memory: Spikes) {
    const rows = rowsOf(tensor('reading_layer.W'), heard[0].length + M);
    const [fireKeys, fireValues] = [tapedNeurons(tape, M, leaky), tapedNeurons(tape, M, leaky)];
    const [keys, values]: (readonly Place[])[][] = [[], []];
    const silent = Array.from({ length: M }, () => zero);
    for (const [t, s] of heard.entries()) {
      const back = t < network.readoutDelay ? silent : values[t - network.readoutDelay];
      keys.push(fireKeys(rows.map((row) => tape.dot(row, [...s, ...back]))));
      values.push(fireValues(memory.map((row) => tape.dot(row, keys[t]))));
    }
    return { keys, values };
  }
  function listen(name: string, heard: Spikes, n: number): Spikes {
    const rows = rowsOf(tensor(name), heard[0].length);
    const fire = tapedNeurons(tape, n, leaky);
    return heard.map((s) => fire(rows.map((row) => tape.dot(row, s))));
  }
  /** What an item comes to: its image, and the layers whose rates count, with their seconds. */
  function pass({ sounds, images, query }: PairItem) {
    const ofSounds = sounds.flatMap((sound) => encode('audio', network.sounds, sound));
    const ofImages = images.flatMap((image) => encode('image', network.images, image));
    const asked = encode('audio', network.sounds, query);
    const written = write(ofSounds.map((z, t) => [...z, ...ofImages[t]]));
    const was = read(asked, written.memory);
    const first = listen('decoder_l1.W', was.values, hidden);
    const second = listen('decoder_l2.W', first, pixels);
    const image = Array.from({ length: pixels }, (_, i) =>
      tape.mixed(
        second.map((z) => z[i]),
        second.map(() => 1 / network.pixelSpikes),
      ),
    );
    const [told, read_] = [1e-3 * steps * facts, 1e-3 * steps];
    const layers: readonly (readonly [Spikes, number])[] = [
      [ofSounds, told],
      [ofImages, told],
      [asked, read_],
      [written.keys, told],
      [written.values, told],
      [was.keys, read_],
      [was.values, read_],
      [first, read_],
      [second, read_],
    ];
    return { image, layers };
  }
  /** Mean squared error and rates of a batch: its loss, and the gradient by all parameters. */
  function loss(items: readonly PairItem[], rates: { readonly weight: number; readonly target: number }) {
    const passes = items.map(pass);
    const squares = passes.map(({ image }, b) => {
      const wanted = items[b].images[items[b].target];
      const errors = image.map((place, i) => tape.at(place) - wanted[i]);
      const share = 1 / (pixels * items.length);
      return tape.put(
        share * errors.reduce((all, error) => all + error * error, 0),
        image,
        errors.map((error) => 2 * share * error),
      );
    });
    const terms = passes[0].layers.map(([of, seconds], l) => {
      const n = of[0].length;
      const distances = Array.from({ length: n }, (_, i) => {
        const spikes = passes.flatMap(({ layers }) => layers[l][0].map((z) => z[i]));
        const factor = 1 / (items.length * seconds);
        const rate = tape.mixed(
          spikes,
          spikes.map(() => factor),
        );
        const distance = tape.at(rate) - rates.target;
        return tape.put((distance * distance) / n, [rate], [(2 * distance) / n]);
      });
      return tape.sum(distances);
    });
    const all = tape.mixed([...squares, ...terms], [...squares.map(() => 1), ...terms.map(() => rates.weight)]);
    const bars = tape.gradient(all);
    const gradient = tensors.flatMap(({ name }) => tensor(name).map((place) => bars[place]));
    return {
      ...{ loss: tape.at(all), gradient },
      spikes: passes[0].layers.map(([of], l) =>
        passes.reduce(
          (sum, { layers }) => sum + layers[l][0].flat().reduce((own, place) => own + tape.at(place), 0),
          of.length * 0,
        ),
      ),
      images: passes.map(({ image }) => image.map((place) => tape.at(place))),
    };
  }
  return { loss };
}
