/**
 * Kernels that one generic source has for f32 and f64. The compiler exports no generic function, so FOLDER/f32.ts and f64.ts in assembly/
 * have one that calls it for each, under its name in words with the type behind it. `npm run layouts` writes them.
 */
import { readFileSync } from 'node:fs';

export const PRECISIONS = ['f32', 'f64'] as const;
type Precision = (typeof PRECISIONS)[number];

/** Source files without ending, and what is exported of each, in order. */
type Sources = { readonly [source: string]: readonly string[] };

const TRAINING: Sources = {
  'linalg/product': [
    'productBytes',
    'product',
    'productPlain',
    'packLeft',
    'packRight',
    'multiplyPacked',
    'multiplyRows',
  ],
  'linalg/panels': ['transpose'],
  'train/rows': ['add', 'addBias', 'sumRows', 'placeColumns', 'dotWide'],
  'train/corruption': ['mix', 'biasRelu', 'reluBackward'],
  'train/sparse': ['stripNumbers', 'packStrips', 'listRows', 'listColumns', 'combineListed'],
  'train/cross-entropy': ['crossEntropy', 'predict'],
  'train/embedding': ['embed', 'embedBackward', 'gatherRows', 'scatterRows', 'spreadBytes'],
  'train/layer-norm': ['layerNorm', 'layerNormBackward'],
  'train/gelu': ['gelu', 'geluBackward'],
  'train/dropout': ['dropout'],
  'train/attention': ['attentionBytes', 'attention', 'attentionBackward'],
  'train/descent': ['decay', 'average', 'descend', 'adam', 'applyMask', 'nmMask'],
  'train/mirror': ['couple', 'mirror'],
  'train/curvature': ['cholesky', 'solveBlocks', 'averageOuter', 'factorBlocks'],
};

const SPIKING: Sources = {
  'linalg/panels': ['transpose'],
  'train/rows': ['add', 'dotWide'],
  'train/cross-entropy': ['crossEntropy', 'predict'],
  'train/descent': ['adam'],
  'spiking/neurons': ['encode', 'encodeBack', 'drive', 'driveBack'],
  'spiking/plasticity': ['traceSpikes', 'updateMemory', 'updateMemoryBack'],
  'spiking/writing-room': ['writingWork'],
  'spiking/writing-layer': ['writeFact'],
  'spiking/writing-back': ['writeFactBack'],
  'spiking/reading-layer': ['readingWork', 'readQuery', 'readQueryBack'],
  'spiking/weights-back': ['weightsBack', 'spikesBack'],
  'spiking/words': ['sentenceCurrents', 'sentenceCurrentsBack'],
  'spiking/dense-layer': ['denseLayerWork', 'hear'],
  'spiking/convolution-layer': ['convolutionWork', 'convolve', 'convolveBack'],
  'spiking/dense': ['applyDense', 'addMultiple', 'scaleTo', 'denseWeightsBack', 'denseBack'],
  'spiking/rectified': ['rectify', 'rectifyBack', 'combine', 'combineBack'],
  'spiking/batch-norm': [
    'sumChannels',
    'sumDeviations',
    'normaliseChannels',
    'sumChannelsBack',
    'normaliseChannelsBack',
  ],
};

/** Folders of assembly/, and the kernels of both precisions that a module takes from there. */
export const PRECISE: { readonly [folder: string]: Sources } = { train: TRAINING, spiking: SPIKING };

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The wrapper of one kernel, and its source's name. Throws if the source has no such generic function. */
function wrapper(source: string, name: string, precision: Precision): string {
  const text = readFileSync(`assembly/${source}.ts`, 'utf8');
  const found = new RegExp(`export function ${name}<T extends number>\\(([^)]*)\\): (\\w+)`).exec(text);
  if (found === null) throw new Error(`assembly/${source}.ts has no generic function ${name}`);
  const [, list, result] = found;
  const parameters = list.split(',').map((one) => one.trim().replace(/: T$/, `: ${precision}`));
  const given = parameters.filter((one) => one !== '');
  const names = given.map((one) => one.split(':')[0]).join(', ');
  const call = `${name}<${precision}>(${names})`;
  const body = result === 'void' ? call : `return ${call}`;
  return `export function ${snake(name)}_${precision}(${given.join(', ')}): ${result === 'T' ? precision : result} { ${body}; }\n`;
}

/** What a folder's kernels are of, in the first line of its files. */
const TITLES: { readonly [folder: string]: string } = { train: 'training', spiking: 'spiking networks' };

/** The text of FOLDER/f32.ts or f64.ts. */
export function precisionText(folder: string, precision: Precision): string {
  const head = `// The kernels of ${TITLES[folder]} in ${precision}. Made by \`npm run layouts\` of the list in scripts/precisions.ts: change that, not this file.\n\n`;
  const sources = Object.entries(PRECISE[folder]);
  const imports = sources.map(([source, names]) => `import { ${names.join(', ')} } from '../${source}';\n`);
  const bodies = sources.flatMap(([source, names]) => names.map((name) => wrapper(source, name, precision)));
  return `${head}${imports.join('')}\n${bodies.join('\n')}`;
}
