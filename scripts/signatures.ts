/**
 * `npm run signatures`: writes the types of the kernels that each module exports, made of what the compiler says of them
 * (build/NAME.strict.d.ts). `--check` only compares. Those of the core stand in src/kernel, those of a family beside its model.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { moduleNames } from './kernels.js';

const WIDTH = 120;

interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly result: string;
}

/** The exported functions of a module in the order of its entry. */
export function signaturesOf(declarations: string): readonly Signature[] {
  return [...declarations.matchAll(/export function (\w+)\((.*)\): (\w+);/g)].map(([, name, list, result]) => ({
    name,
    parameters: list === '' ? [] : list.split(', '),
    result,
  }));
}

/** One member of an interface, as the formatter would write it. */
function member({ name, parameters, result }: Signature): string {
  const line = `  ${name}(${parameters.join(', ')}): ${result};`;
  if (line.length <= WIDTH) return line;
  return `  ${name}(\n${parameters.map((parameter) => `    ${parameter},\n`).join('')}  ): ${result};`;
}

const interfaceOf = (name: string, base: string, signatures: readonly Signature[]): string =>
  `export interface ${name}${base} {\n${signatures.map(member).join('\n')}\n}\n`;

const read = (name: string): readonly Signature[] => signaturesOf(readFileSync(`build/${name}.strict.d.ts`, 'utf8'));

/** Names that assembly/common.ts exports: those of every module. */
function commonNames(): ReadonlySet<string> {
  const text = readFileSync('assembly/common.ts', 'utf8');
  return new Set([...text.matchAll(/export \{(.*?)\} from/gs)].flatMap(([, list]) => list.match(/\w+/g) ?? []));
}

const capital = (name: string): string => name[0].toUpperCase() + name.slice(1);
const head = (name: string, what: string): string =>
  `/** ${what}. Made by \`npm run signatures\` of assembly/${name}/entry.ts: change that, not this file. */\n`;
const constantOf = (name: string): string =>
  `export const ${name.toUpperCase()}_MODULE: KernelModule<${capital(name)}Kernels> = { name: '${name}' };\n`;

/** Path and text of each generated file. */
export function signatureFiles(): readonly { readonly path: string; readonly text: string }[] {
  const common = commonNames();
  const own = (name: string) => read(name).filter((one) => !common.has(one.name));
  return moduleNames().map((name) => {
    const kernels = `${capital(name)}Kernels`;
    if (name === 'core') {
      const shared = read(name).filter((one) => common.has(one.name));
      const parts = [
        head(name, 'Kernels of no family'),
        `import type { KernelModule } from './module.js';\n`,
        `/** What every module exports. */\n${interfaceOf('CommonKernels', '', shared)}`,
        interfaceOf(kernels, ' extends CommonKernels', own(name)),
        constantOf(name),
      ];
      return { path: 'src/kernel/core-kernels.ts', text: parts.join('\n').replace('*/\n\nimport', '*/\nimport') };
    }
    const parts = [
      head(name, `Kernels of the ${name} family`),
      `import type { CommonKernels } from '../../kernel/core-kernels.js';\nimport type { KernelModule } from '../../kernel/module.js';\n`,
      interfaceOf(kernels, ' extends CommonKernels', own(name)),
      constantOf(name),
    ];
    return { path: `src/model/${name}/kernels.ts`, text: parts.join('\n').replace('*/\n\nimport', '*/\nimport') };
  });
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of signatureFiles()) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (argv.includes('--check')) {
      console.error(`${path} is not what the kernels are now: run 'npm run signatures'`);
      process.exitCode = 1;
    } else writeFileSync(path, text);
  }
}
