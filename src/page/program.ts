/** The program of a page as one text: Vega, its interpreter of expressions, and what the page does itself. */
import { MsmError } from '../errors.js';
import { FIGURE_FUNCTIONS } from './live-figure.js';
import { TABLE_FUNCTIONS } from './live-table.js';

const IMPORT = /^import \{([^}]*)\} from ["']vega-util["'];$/m;
const EXPORT = /^export \{ (\w+) as expressionInterpreter \};$/m;
const MAP = /^\/\/# sourceMappingURL=.*$/gm;

/** The interpreter as a value: it is a module that takes tools which the bundled Vega has as well. */
function interpreterText(module: string): string {
  const [imported, exported] = [IMPORT.exec(module), EXPORT.exec(module)];
  if (imported === null || exported === null) {
    throw new MsmError('E_INTERNAL', 'vega-interpreter is not the module that pages of reports are made with');
  }
  const body = module.replace(IMPORT, '').replace(EXPORT, '').replace(MAP, '').trim();
  return `const expressionInterpreter = (() => {\nconst {${imported[1]}} = vega;\n${body}\nreturn ${exported[1]};\n})();`;
}

/** The program: `vega` is the minified build, `interpreter` the module of vega-interpreter. Without figures neither is needed. */
export function programText(packages: { readonly vega: string; readonly interpreter: string } | undefined): string {
  const tables = TABLE_FUNCTIONS.map(String).join('\n');
  if (packages === undefined) return `(() => {\n'use strict';\n${tables}\nliveTables();\n})();`;
  const vega = packages.vega.replace(MAP, '').trim();
  const figures = FIGURE_FUNCTIONS.map(String).join('\n');
  const own = `(() => {\n'use strict';\n${interpreterText(packages.interpreter)}\n${tables}\n${figures}\nliveTables();\nliveFigures();\n})();`;
  const text = `${vega}\n${own}`;
  // it stands in an element, which this would end
  if (/<\/script|<!--/i.test(text)) throw new MsmError('E_INTERNAL', 'the program of a page would end its own element');
  return text;
}
