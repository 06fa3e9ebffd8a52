import { join, relative, sep } from 'node:path';
import { build } from 'vite';
import react from '@vitejs/plugin-react';
import { keytarSha256 } from '../package/keytar-sha256.mjs';
import { repoDir } from '../paths.mjs';
import { oldestNode, targets } from './targets.mjs';

/**
 * @typedef {import('vite').InlineConfig} Config
 * @typedef {import('./targets.mjs').TargetName} TargetName
 * @typedef {object} BuildOptions
 * @property {string} outDir folder of the built program
 * @property {TargetName} target
 * @property {boolean} isPackaged whether it is for packages: minified, without references to its source maps
 */

/** Options of every build. Vite reads no configuration file and no .env file. */
export const common = /** @satisfies {Config} */ ({
  configFile: false,
  envDir: false,
  root: repoDir,
  publicDir: false,
  logLevel: 'warn',
});

/** Rolldown warns about slow plugins by default. */
const checks = { pluginTimings: false };

/**
 * @param {Omit<BuildOptions, 'target'>} options
 * @returns {NonNullable<Config['build']>}
 */
function output({ outDir, isPackaged }) {
  return {
    outDir,
    emptyOutDir: false,
    reportCompressedSize: false,
    // Vite warns at 500 kB, also where nothing is minified; test/unit/dist-sizes.test.ts has the limits.
    chunkSizeWarningLimit: Infinity,
    sourcemap: isPackaged ? 'hidden' : true,
    minify: isPackaged,
  };
}

/**
 * Options of a program that runs in Node.js or in Electron's main process. keytar is a native module and stays a package.
 * @param {string} entry
 * @param {string} name of the built file
 * @param {string} target
 * @param {Omit<BuildOptions, 'target'>} options
 * @returns {Config}
 */
function nodeProgram(entry, name, target, options) {
  return {
    ...common,
    define: {
      'process.env.NODE_ENV': '"production"',
      BUILT_FOR_PACKAGE: String(options.isPackaged),
      KEYTAR_SHA256: JSON.stringify(options.isPackaged ? keytarChecksums() : ''),
    },
    ssr: { noExternal: true, external: ['electron', 'keytar'] },
    build: {
      ...output(options),
      ssr: entry,
      target,
      rolldownOptions: {
        checks,
        // A module that is imported with `import()` gets its own file, and is loaded on demand.
        output: { entryFileNames: name, chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  };
}

/** The checksums as one string: an object would become a shared chunk that is loaded before the tray icon is shown. */
function keytarChecksums() {
  return Object.entries(keytarSha256())
    .map(([system, sha256]) => `${system}=${sha256}`)
    .join(' ');
}

/** @param {BuildOptions} options @returns {Config} */
export function mainProcess(options) {
  return nodeProgram('main/index.ts', 'index.mjs', targets[options.target].node, options);
}

/**
 * The command line runs in Electron, and in Node.js from the source.
 * @param {Omit<BuildOptions, 'target'>} options
 * @returns {Config}
 */
export function commandLine(options) {
  return nodeProgram('cli/main.ts', 'cli.mjs', oldestNode, options);
}

/** @param {Omit<BuildOptions, 'target'>} options @returns {Config} */
export function simulator(options) {
  return nodeProgram('simulator/cli.ts', 'cli.mjs', oldestNode, options);
}

/** @param {Omit<BuildOptions, 'target'>} options @returns {Config} */
export function gateway(options) {
  return nodeProgram('gateway/cli.ts', 'gateway.mjs', oldestNode, options);
}

/**
 * A sandboxed preload script can load a few of Electron's modules, and nothing else.
 * @param {BuildOptions} options
 * @returns {Config}
 */
export function preload(options) {
  return {
    ...common,
    ssr: { target: 'webworker', noExternal: true, external: ['electron'] },
    build: {
      ...output(options),
      ssr: 'preload/index.ts',
      target: targets[options.target].chrome,
      rolldownOptions: { checks, output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  };
}

/**
 * Replaces Vite's preload helper. The page's files are local, so nothing is preloaded, but Vite wraps each `import()` in a
 * kilobyte of helper code anyway.
 * @type {import('vite').Plugin}
 */
const withoutPreloading = {
  name: 'standby:without-preloading',
  enforce: 'pre',
  apply: 'build',
  load: {
    filter: { id: /^\0vite\/preload-helper/ },
    handler: () => 'export const __vitePreload = (load) => load();',
  },
};

/** @param {BuildOptions} options @returns {Config} */
export function renderer(options) {
  return {
    ...common,
    root: join(repoDir, 'renderer'),
    plugins: [react(), withoutPreloading],
    build: {
      ...output(options),
      target: targets[options.target].chrome,
      cssCodeSplit: false,
      assetsDir: '',
      modulePreload: false,
      rolldownOptions: {
        checks,
        output: {
          entryFileNames: 'main.js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: 'main[extname]',
        },
      },
    },
  };
}

/**
 * Builds a program.
 * @param {Config} config
 * @returns {Promise<string[]>} its source files, relative to the checkout
 */
export async function buildProgram(config) {
  return (await buildChunks(config)).flatMap(({ moduleIds }) =>
    // The bundler's own helper modules begin with a zero character.
    moduleIds.filter((id) => !id.startsWith('\0')).map((id) => relative(repoDir, id).replaceAll(sep, '/')),
  );
}

/**
 * Bundles a script into one text that runs in any page.
 * @param {string} entry
 * @param {'development' | 'production'} [mode] of React
 * @returns {Promise<string>}
 */
export async function bundleScript(entry, mode = 'production') {
  const chunks = await buildChunks({
    ...common,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'script' } },
  });
  return chunks.map(({ code }) => code).join('\n');
}

/** @param {Config} config */
async function buildChunks(config) {
  const built = await build(config);
  if ('close' in built) throw new Error('a build that watches has no end');
  return [built]
    .flat()
    .flatMap(({ output }) => output)
    .filter((file) => file.type === 'chunk');
}
