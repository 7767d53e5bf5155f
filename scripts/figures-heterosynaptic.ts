/** The picture of docs/heterosynaptic.md: test accuracy under corruption, from docs/figures/corruption.csv. */
import { corruptionRows, RULES } from './corruption.js';
import { COLOURS, type Figure, type Panel, type Points } from './plot.js';

const LOOKS: { readonly [R in (typeof RULES)[number]]: { readonly colour: string; readonly label: string } } = {
  descent: { colour: COLOURS.black, label: 'gradient descent, matched rate' },
  coupling: { colour: COLOURS.blue, label: 'mirror descent, α = 0.5' },
  learned: { colour: COLOURS.orange, label: 'learned blocks' },
};

const TITLES: { readonly [task: string]: { readonly label: string; readonly domain: readonly [number, number] } } = {
  digits: { label: 'digits', domain: [0.86, 0.98] },
  mnist: { label: 'MNIST', domain: [0.944, 0.97] },
};

function panelOf(task: string, isFirst: boolean): Panel {
  const rows = corruptionRows().filter((row) => row.task === task);
  const { label, domain } = TITLES[task];
  const [low, high] = domain;
  const by = (high - low) / 4 < 0.02 ? 0.01 : 0.03;
  const first = Math.ceil(low / by) * by;
  const ticks = Array.from({ length: Math.floor((high - first) / by + 1e-9) + 1 }, (_, i) => first + i * by);
  return {
    height: 220,
    ...(isFirst && { legend: 'bottom left' as const }),
    y: { label: `test accuracy, ${label}`, domain, scale: 'linear', ticks, format: (value) => value.toFixed(2) },
    series: RULES.flatMap((rule, i): readonly Points[] => {
      const own = rows.filter((row) => row.rule === rule && row.accuracy >= low);
      if (own.length === 0) return [];
      return [
        {
          kind: 'points',
          x: own.map(({ strength }) => strength + 0.012 * (i - 1)),
          y: own.map(({ accuracy }) => accuracy),
          error: own.map(({ interval }) => interval),
          ...LOOKS[rule],
        },
      ];
    }),
  };
}

/** A panel a task. */
export async function corruptionFigure(): Promise<Figure> {
  const tasks = Object.keys(TITLES).filter((task) => corruptionRows().some((row) => row.task === task));
  return {
    width: 620,
    title: 'Does the coupling help under corruption?',
    description:
      'Test accuracy against the strength of the corruption for gradient descent at the matched rate, mirror descent with the coupling, and blocks learned from gradients, each at its best rate, with 95 % intervals, on the digits and on MNIST: the first two differ by less than 0.025 everywhere, and the third is below them.',
    x: {
      label: 'corruption  *α*_{C}',
      domain: [-0.05, 0.95],
      scale: 'linear',
      ticks: [0, 0.25, 0.5, 0.75, 0.9],
    },
    panels: tasks.map((task, i) => panelOf(task, i === 0)),
  };
}
