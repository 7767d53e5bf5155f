#!/usr/bin/env node
// Entry of the installed program.
import { execute } from '@oclif/core';

await execute({ dir: import.meta.url });
