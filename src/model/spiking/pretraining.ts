/**
 * Networks that encoders of pictures are trained in, before the blocks of the encoder are those of spiking neurons (specification, section 11). Pictures go
 * through the encoder without spikes; what it says of one is its code.
 */
import { type ShotSizes, shotsOf } from '../../dataset/omniglot/episode.js';
import { countOf, tensorPlaces } from '../../train/tensors.js';
import {
  EPISODE_HEADER,
  episodeNumbers,
  episodeSizes,
  mostTargets,
  shotPlace,
  targetsOfEpisode,
} from './episode-layout.js';
import { measuresOf } from './measures.js';
import { normedItems } from './normed-items.js';
import type { Numeric } from './numeric.js';
import { episodeRows, prototypeLogits, prototypesBack } from './prototypes.js';
import { planRecord } from './record.js';
import { openReluEncoder } from './relu-encoder.js';
import type { SampleNetwork } from './sample-network.js';
import type { DigitsNetwork, PrototypesNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';

type PretrainedNetwork = PrototypesNetwork | DigitsNetwork;

/** What both have: a record of the logits of some targets and of the codes of some pictures. */
function openCoded(
  numeric: Numeric,
  network: PretrainedNetwork,
  [pictures, targets]: readonly [pictures: number, targets: number],
  picturesOf: (item: number) => readonly number[],
) {
  const { size } = numeric;
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const encoder = openReluEncoder(numeric, network.encoder, { ...network, learns: true, kept: pictures }, at);
  const { n } = encoder;
  const plan = planRecord();
  const [logits, codes] = [plan.add(size * targets * network.classes), plan.add(size * pictures * n)];
  const codeAt = (record: number, picture: number): number => record + codes + picture * n * size;
  return {
    ...{ tensors, at, encoder, codeAt },
    encode: (picture: number, record: number, number: number): void => {
      const code = encoder.values(picture);
      numeric.view(codeAt(record, number), n).set(numeric.view(code, n));
    },
    own: {
      ...{ tensors, layers: [], classes: network.classes, recordBytes: plan.bytes(), measures: measuresOf(network) },
      takeRates: () => {},
      count: () => {},
      logits: (record) => record + logits,
      clear: (gradient) => {
        numeric.zero(gradient, countOf(tensors));
        encoder.clear();
      },
      finish: encoder.finish,
      ...normedItems([{ encoder, picturesOf, pictures }]),
    } satisfies Partial<SampleNetwork>,
  };
}

/**
 * A prototypical network: a picture that asks belongs to the class whose pictures have the nearest mean code, logit_c = -|code - mean_c|^2. An item is an
 * episode. Classes that it does not have cannot be answered with.
 */
export function openPrototypes(numeric: Numeric, network: PrototypesNetwork): SampleNetwork {
  const { size } = numeric;
  const { height, width, classes: most, episodes } = network;
  const pixels = height * width;
  const targets = mostTargets(episodes);
  const pictures = Math.max(...episodes.map(shotsOf));
  const sizesOf = (item: number): ShotSizes => episodeSizes(numeric.view(item, EPISODE_HEADER));
  const picturesOf = (item: number): readonly number[] => {
    const sizes = sizesOf(item);
    return Array.from({ length: shotsOf(sizes) }, (_, i) => item + shotPlace(sizes, pixels, i) * size);
  };
  const { own, encoder, encode, codeAt } = openCoded(numeric, network, [pictures, targets], picturesOf);
  const { n } = encoder;
  const codeBar = numeric.room(n);
  const read = (item: number) => {
    const sizes = sizesOf(item);
    const shown = picturesOf(item);
    const places = numeric.view(item + EPISODE_HEADER * size, shown.length);
    return { sizes, shown, count: shown.length, rows: episodeRows(places, sizes.support) };
  };
  /** Codes of all pictures, [count, n]. */
  const codesOf = (record: number, count: number) => numeric.view(codeAt(record, 0), count * n);
  return {
    ...own,
    width: episodeNumbers(episodes, pixels),
    asked: {
      most: targets,
      of: (item) => targetsOfEpisode(sizesOf(item)),
    },
    take: encoder.take,
    forward: (item, record) => {
      const { sizes, shown, count, rows } = read(item);
      for (const [i, picture] of shown.entries()) encode(picture, record, i);
      numeric.zero(codeAt(record, count), (pictures - count) * n);
      const found = prototypeLogits(Float64Array.from(codesOf(record, count)), n, rows);
      const logits = numeric.view(own.logits(record), rows.asking.length * most).fill(Number.NEGATIVE_INFINITY);
      for (let q = 0; q < rows.asking.length; q++)
        logits.set(found.subarray(q * sizes.classes, (q + 1) * sizes.classes), q * most);
    },
    isSilent: (record) => codesOf(record, pictures).every((value) => value === 0),
    backward: (item, record, logitsBar) => {
      const { sizes, shown, count, rows } = read(item);
      const codes = Float64Array.from(codesOf(record, count));
      const said = numeric.view(logitsBar, rows.asking.length * most);
      const bars = new Float64Array(rows.asking.length * sizes.classes);
      for (let q = 0; q < rows.asking.length; q++)
        bars.set(said.subarray(q * most, q * most + sizes.classes), q * sizes.classes);
      const codesBar = prototypesBack(codes, n, rows, bars);
      for (const [i, picture] of shown.entries()) {
        const bar = numeric.view(codeBar, n);
        // units that are 0 have no slope
        for (let d = 0; d < n; d++) bar[d] = codes[i * n + d] > 0 ? codesBar[i * n + d] : 0;
        encoder.back(picture, codeBar);
      }
    },
  };
}

/** A classifier: the digit of a picture, by a map of its code. An item is a picture. */
export function openDigits(numeric: Numeric, network: DigitsNetwork): SampleNetwork {
  const { height, width, classes: C } = network;
  const k = numeric.pick('apply_dense', 'dense_weights_back', 'dense_back', 'rectify_back');
  const { own, encoder, encode, codeAt, at } = openCoded(numeric, network, [1, 1], (item) => [item]);
  const { n } = encoder;
  const codeBar = numeric.room(n);
  const output = at(TENSOR.output);
  let parameters = 0;
  return {
    ...own,
    width: height * width,
    take: (address) => {
      parameters = address;
      encoder.take(address);
    },
    forward: (item, record) => {
      encode(item, record, 0);
      k.apply_dense(C, n, parameters + output, codeAt(record, 0), 1, own.logits(record));
    },
    isSilent: (record) => numeric.view(codeAt(record, 0), n).every((value) => value === 0),
    backward: (item, record, logitsBar, gradient) => {
      k.dense_weights_back(C, n, logitsBar, codeAt(record, 0), 1, gradient + output);
      numeric.zero(codeBar, n);
      k.dense_back(C, n, parameters + output, logitsBar, codeBar);
      // units that are 0 have no slope
      k.rectify_back(n, codeAt(record, 0), codeBar);
      encoder.back(item, codeBar);
    },
  };
}
