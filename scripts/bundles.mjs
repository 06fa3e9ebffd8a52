import { basename, dirname, extname, join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { minify } from 'terser';
import { keytarSha256 } from './package/keytar-sha256.mjs';
import { repoDir } from './repo.mjs';

/** @typedef {import('esbuild').BuildOptions & { from: string, to: string }} Bundle */

/** The oldest Electron this runs on is 33, with Node 20 and Chromium 130. */
const target = { node: 'node20', page: 'chrome130' };

/**
 * The main process. It is built twice, because the build, and nothing on the computer that runs it, decides whether it is
 * the one of a package: the one is started from the source, the other goes into packages.
 * @type {Omit<Bundle, 'to' | 'define'>}
 */
const mainProcess = {
  from: 'main/start.ts',
  platform: 'node',
  format: 'esm',
  target: target.node,
  // What is imported with `import()` gets a file of its own, and is loaded when it is needed.
  splitting: true,
  // electron-log is no ES module: it counts on what Node gives the other kind.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url),__filename=import.meta.filename;",
  },
  // jsonc-parser's other build hides its parts from a bundler.
  mainFields: ['module', 'main'],
  external: ['electron', 'keytar'],
};

/**
 * Every program of the app. keytar is a native module and stays a package; a sandboxed preload has a few modules
 * of Electron's, and nothing else of Node.
 * @type {Bundle[]}
 */
const bundles = [
  { ...mainProcess, to: 'main/index.mjs', define: { BUILT_FOR_PACKAGE: 'false', KEYTAR_SHA256: '{}' } },
  {
    ...mainProcess,
    to: 'packaged/main/index.mjs',
    define: { BUILT_FOR_PACKAGE: 'true', KEYTAR_SHA256: JSON.stringify(keytarSha256()) },
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
    to: 'renderer/main.js',
    platform: 'browser',
    format: 'esm',
    target: target.page,
    splitting: true,
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
    bundles.map(({ from, to, define, ...options }) =>
      build({
        ...options,
        absWorkingDir: repoDir,
        entryPoints: [{ in: from, out: join(dirname(to), basename(to, extname(to))) }],
        outdir: outDir,
        outExtension: { '.js': extname(to) },
        chunkNames: join(dirname(to), '[name]-[hash]'),
        bundle: true,
        define: { 'process.env.NODE_ENV': '"production"', ...define },
        legalComments: 'none',
        logLevel: 'warning',
        metafile: true,
        minify: true,
      }),
    ),
  );
  const outputs = results.flatMap(({ metafile }) => Object.keys(metafile.outputs));
  await Promise.all(
    outputs.filter((file) => file.endsWith('.mjs')).map((file) => shrink(join(repoDir, file))),
  );
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}

/**
 * Makes a module of esbuild's two per cent smaller: terser also inlines and joins what esbuild leaves apart.
 * @param {string} file
 */
async function shrink(file) {
  const { code } = await minify(await readFile(file, 'utf8'), {
    module: true,
    ecma: 2020,
    compress: { passes: 2 },
  });
  if (code === undefined) throw new Error(`terser has made nothing of ${file}`);
  await writeFile(file, code);
}
