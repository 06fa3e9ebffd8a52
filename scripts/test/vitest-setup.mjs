import process from 'node:process';
import { build } from '../build.mjs';
import { log } from '../log.mjs';

/** Vitest calls this before its tests. Some of them read dist/. */
export default async function setup() {
  if (process.platform === 'win32')
    log('not run on Windows: *.posix.test.ts, which test modes, owners, links, pipes, signals and scripts');
  await build();
}
