import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { build as bundle } from 'esbuild';
import { repoDir } from './repo.mjs';

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: repoDir,
  bundle: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
};

/** The oldest Electron this runs on is 33, with Node 20 and Chromium 130. */
const target = { node: 'node20', page: 'chrome130' };

/** @param {import('esbuild').BuildOptions & { entryPoints: string[] }} options */
async function build(options) {
  if (options.entryPoints.every((entry) => existsSync(join(repoDir, String(entry))))) await bundle(options);
}

/**
 * Bundles the three parts of the app, and the simulator's command line.
 * @param {string} outDir
 */
export async function buildBundles(outDir) {
  await Promise.all([
    build({
      ...common,
      entryPoints: ['main/index.ts'],
      outfile: join(outDir, 'main/index.cjs'),
      platform: 'node',
      format: 'cjs',
      target: target.node,
      // keytar is a native module: it stays a package.
      external: ['electron', 'keytar'],
    }),
    build({
      ...common,
      entryPoints: ['preload/index.ts'],
      outfile: join(outDir, 'preload/index.cjs'),
      // A sandboxed preload has a few modules of Electron's, and nothing else of Node.
      platform: 'browser',
      format: 'cjs',
      target: target.page,
      external: ['electron'],
    }),
    build({
      ...common,
      entryPoints: ['renderer/main.tsx'],
      outfile: join(outDir, 'renderer/main.js'),
      platform: 'browser',
      format: 'esm',
      target: target.page,
    }),
    build({
      ...common,
      entryPoints: ['main/tencent/simulator/cli.ts'],
      outfile: join(outDir, 'simulator/cli.mjs'),
      platform: 'node',
      format: 'esm',
      target: target.node,
    }),
  ]);
}
