/** The kernels that a step may import, with their signatures and what they do, from the sources themselves. */
import { kernelNames, kernelText } from '../src/own-model/kernel-sources.js';

/** The first sentence of the comment right above a function. */
function sentenceAbove(text: string, at: number): string {
  const comment =
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:\/\/[^\n]*\s*|@\w+(?:\([^)]*\))?\s*)*$/.exec(text.slice(0, at))?.[1] ?? '';
  const words = comment
    .replace(/^\s*\*/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return (/^.*?[.:;](?=$| [A-Z`])/.exec(words)?.[0] ?? words).replace(/[.:;]$/, '').replaceAll('|', '\\|');
}

/** A table of all of them. */
export function kernelTable(): string {
  const rows = kernelNames().flatMap((name) => {
    const text = kernelText(name) as string;
    const found = [...text.matchAll(/^export function (\w+)\(([^)]*)\): (\w+)/gm)];
    // parts of other kernels, on two numbers at a time
    const whole = found.filter((match) => !match[0].includes('v128'));
    return whole.map((match) => {
      const [, called, parameters, result] = match;
      const list = parameters.replace(/\s+/g, ' ').replace(/,\s*$/, '').trim();
      return `| \`msm/${name}\` | \`${called}(${list}): ${result}\` | ${sentenceAbove(text, match.index)} |`;
    });
  });
  return ['| file | function | what |', '| --- | --- | --- |', ...rows, ''].join('\n');
}
