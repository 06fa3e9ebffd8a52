import { join } from 'node:path';
import { buildProgram, common } from '../build/programs.mjs';
import { oldestNode } from '../build/targets.mjs';
import { repoDir } from '../paths.mjs';

/**
 * Bundles the parts that are measured outside the app the way the app bundles them.
 * @returns {Promise<string>} their folder
 */
export async function buildParts() {
  const outDir = join(repoDir, 'node_modules/.cache/standby-bench/parts');
  // One build each: in a common build, shared modules would become a file of their own.
  for (const name of ['client', 'activity-log', 'signature']) {
    await buildProgram({
      ...common,
      define: { 'process.env.NODE_ENV': '"production"' },
      ssr: { noExternal: true },
      build: {
        outDir,
        emptyOutDir: false,
        ssr: `test/bench/parts/${name}.ts`,
        target: oldestNode,
        minify: true,
        rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
      },
    });
  }
  return outDir;
}
