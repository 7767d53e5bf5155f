/**
 * Networks that encoders of pictures are trained in, before the blocks of the encoder are those of spiking neurons (specification, section 11). Pictures go
 * through the encoder without spikes; what it says of one is its code.
 */
import { countOf, tensorPlaces } from '../../train/tensors.js';
import { measuresOf } from './measures.js';
import type { Numeric } from './numeric.js';
import { planRecord } from './record.js';
import { openReluEncoder } from './relu-encoder.js';
import type { SampleNetwork } from './sample-network.js';
import type { DigitsNetwork, PrototypesNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';

type PretrainedNetwork = PrototypesNetwork | DigitsNetwork;

/** What both have: a record of logits and of the codes of some pictures. */
function openCoded(numeric: Numeric, network: PretrainedNetwork, pictures: number) {
  const { size } = numeric;
  const { height, width, channels } = network;
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const encoder = openReluEncoder(numeric, network.encoder, { height, width, channels, learns: true }, at);
  const { n } = encoder;
  const plan = planRecord();
  const [logits, codes] = [plan.add(size * network.classes), plan.add(size * pictures * n)];
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
    } satisfies Partial<SampleNetwork>,
  };
}

/**
 * A prototypical network: the picture that asks belongs to the class whose picture has the nearest code, logit_c = -|code - code_c|^2. An item is [pictures of
 * the classes, their labels, the picture that asks], as characters seen once are.
 */
export function openPrototypes(numeric: Numeric, network: PrototypesNetwork): SampleNetwork {
  const { size } = numeric;
  const { height, width, classes: C } = network;
  const pixels = height * width;
  const { own, encoder, encode, codeAt } = openCoded(numeric, network, C + 1);
  const { n } = encoder;
  const codeBar = numeric.room(n);
  /** The last picture is the one that asks. */
  const pictureOf = (item: number, c: number): number => item + (c * pixels + (c === C ? C : 0)) * size;
  const code = (record: number, c: number) => numeric.view(codeAt(record, c), n);
  return {
    ...own,
    width: C * pixels + C + pixels,
    take: encoder.take,
    forward: (item, record) => {
      for (let c = 0; c <= C; c++) encode(pictureOf(item, c), record, c);
      const asked = code(record, C);
      const logits = numeric.view(own.logits(record), C);
      for (let c = 0; c < C; c++) {
        const shown = code(record, c);
        let distance = 0;
        for (let d = 0; d < n; d++) distance += (asked[d] - shown[d]) * (asked[d] - shown[d]);
        logits[c] = -distance;
      }
    },
    isSilent: (record) => code(record, C).every((value) => value === 0),
    backward: (item, record, logitsBar) => {
      const bars = Float64Array.from(numeric.view(logitsBar, C));
      const codes = Array.from({ length: C + 1 }, (_, c) => Float64Array.from(code(record, c)));
      const asked = codes[C];
      const pull = (c: number, d: number): number => 2 * bars[c] * (asked[d] - codes[c][d]);
      const barOf = (c: number, d: number): number =>
        c < C ? pull(c, d) : -bars.reduce((sum, _, o) => sum + pull(o, d), 0);
      for (let c = 0; c <= C; c++) {
        const bar = numeric.view(codeBar, n);
        // units that are 0 have no slope
        for (let d = 0; d < n; d++) bar[d] = codes[c][d] > 0 ? barOf(c, d) : 0;
        encoder.back(pictureOf(item, c), codeBar);
      }
    },
  };
}

/** A classifier: the digit of a picture, by a map of its code. An item is a picture. */
export function openDigits(numeric: Numeric, network: DigitsNetwork): SampleNetwork {
  const { height, width, classes: C } = network;
  const k = numeric.pick('apply_dense', 'dense_weights_back', 'dense_back', 'rectify_back');
  const { own, encoder, encode, codeAt, at } = openCoded(numeric, network, 1);
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
