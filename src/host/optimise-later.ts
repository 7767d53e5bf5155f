/**
 * Node 20 compiles a function once more, with all its optimisations, when it has run for a moment; later versions wait some ten times
 * as long. A sweep of short runs is over before that pays: of 40 runs of 0.2 s, compiling took 0.5 s, half of it for nothing. So Node 20
 * is told to wait, too. Kernels are compiled apart from this, and no result depends on it.
 *
 * To be imported by a program that starts, for what it does.
 */
import { setFlagsFromString } from 'node:v8';

/** Bytes of byte code that a function runs before it is looked at; 67584 unless told. */
const BUDGET = 1_056_000;

if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
