import { join } from 'node:path';
import { build } from 'esbuild';
import { repoDir } from '../repo.mjs';

/**
 * Bundles the parts that are measured outside the app the way the app bundles them.
 * @returns {Promise<string>} their folder
 */
export async function buildParts() {
  const outdir = join(repoDir, 'node_modules/.cache/standby-bench/parts');
  await build({
    absWorkingDir: repoDir,
    entryPoints: [
      'test/bench/parts/client.ts',
      'test/bench/parts/day-log.ts',
      'test/bench/parts/signature.ts',
    ],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outdir;
}
