/**
 * Stands in for the memory manager of AssemblyScript. A model's memory is its state block, which checkpoints hold; whatever a step
 * kept elsewhere would be lost, and would lie where the host keeps the block. So each way to ask for memory is a compile error.
 */

/** Name of the file, and of a second one that it imports, since everything in the first would be exported. */
export const RUNTIME_FILE = 'msm-runtime';
const BEHIND = 'msm-memory';

/** Text of the compiler's message where a step asks for memory. */
export const NO_MEMORY = 'msm: no memory';

const REFUSED = [
  '__alloc(size: usize): usize',
  '__realloc(ptr: usize, size: usize): usize',
  '__new(size: usize, id: u32): usize',
  '__renew(ptr: usize, size: usize): usize',
];
const IDLE = [
  '__free(ptr: usize): void {}',
  '__link(parent: usize, child: usize, expectMultiple: bool): void {}',
  '__collect(): void {}',
  '__pin(ptr: usize): usize { return ptr; }',
  '__unpin(ptr: usize): void {}',
];

const declared = (text: string): string => `// @ts-ignore: decorator\n@global @unsafe export function ${text}\n`;

/** Both files, by path. */
export function runtimeTexts(): readonly (readonly [path: string, text: string])[] {
  const refused = REFUSED.map((head) => declared(`${head} { ERROR("${NO_MEMORY}"); return 0; }`));
  return [
    [RUNTIME_FILE, `import './${BEHIND}';\n`],
    [BEHIND, [...refused, ...IDLE.map(declared)].join('')],
  ];
}
