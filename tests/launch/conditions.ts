/** Waiting for what other programs do: a condition that is looked at again and again, never a fixed time. */

/** A limit that only a broken program reaches, also on a machine with much other work. */
export const GENEROUS_MS = 180_000;

const LOOK_MS = 25;

/** Resolves as soon as `holds` says true; throws after a generous limit, with what `explain` knows. */
export async function condition(
  what: string,
  holds: () => boolean | Promise<boolean>,
  explain: () => string = () => '',
): Promise<void> {
  const limit = performance.now() + GENEROUS_MS;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`not within ${GENEROUS_MS / 1000} s: ${what}\n${explain()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
