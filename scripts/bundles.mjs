import { join } from 'node:path';
import { build } from 'esbuild';
import { repoDir } from './repo.mjs';

/** The oldest Electron this runs on is 33, with Node 20 and Chromium 130. */
const target = { node: 'node20', page: 'chrome130' };

/**
 * Every program of the app. keytar is a native module and stays a package; a sandboxed preload has a few modules
 * of Electron's, and nothing else of Node.
 * @type {(import('esbuild').BuildOptions & { from: string, to: string })[]}
 */
const bundles = [
  {
    from: 'main/start.ts',
    to: 'main/index.cjs',
    platform: 'node',
    format: 'cjs',
    target: target.node,
    // jsonc-parser's other build hides its parts from a bundler.
    mainFields: ['module', 'main'],
    external: ['electron', 'keytar'],
  },
  {
    from: 'preload/index.ts',
    to: 'preload/index.cjs',
    platform: 'browser',
    format: 'cjs',
    target: target.page,
    external: ['electron'],
  },
  {
    from: 'renderer/main.tsx',
    // A folder: main.js, and beside it the views that are loaded later.
    to: 'renderer',
    splitting: true,
    platform: 'browser',
    format: 'esm',
    target: target.page,
  },
  {
    from: 'main/tencent/simulator/cli.ts',
    to: 'simulator/cli.mjs',
    platform: 'node',
    format: 'esm',
    target: target.node,
  },
];

/**
 * Bundles every program of the app.
 * @param {string} outDir
 * @returns {Promise<string[]>} every file that went into a bundle, relative to the checkout
 */
export async function buildBundles(outDir) {
  const results = await Promise.all(
    bundles.map(({ from, to, ...options }) =>
      build({
        ...options,
        absWorkingDir: repoDir,
        entryPoints: [from],
        [options.splitting ? 'outdir' : 'outfile']: join(outDir, to),
        bundle: true,
        define: { 'process.env.NODE_ENV': '"production"' },
        legalComments: 'none',
        logLevel: 'warning',
        metafile: true,
        minify: true,
      }),
    ),
  );
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}
