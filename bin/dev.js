#!/usr/bin/env -S node --import tsx
// Entry for development: runs the TypeScript sources.
import { execute } from '@oclif/core';

await execute({ development: true, dir: import.meta.url });
