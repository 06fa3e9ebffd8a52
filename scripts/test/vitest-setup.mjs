import process from 'node:process';
import { build } from '../build.mjs';
import { log } from '../log.mjs';

/** Vitest calls this before its tests. Some of them read dist/. */
export default async function setup() {
  log(
    process.platform === 'win32'
      ? 'not run on Windows: *.posix.test.ts, which test modes, owners, links, pipes, signals and scripts'
      : 'not run here: *.windows.test.ts, which need Windows; `npm run test:wine` runs them on Linux',
  );
  await build();
}
