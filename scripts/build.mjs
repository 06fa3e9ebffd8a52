import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { fingerprint } from './fingerprint.mjs';
import { repoDir } from './repo.mjs';
import { runMain, say, SetupError } from './say.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

const dist = join(repoDir, 'dist');
const stampFile = join(dist, '.stamp');

/** Everything the build is made from. */
const inputs = [
  'assets',
  'main',
  'package-lock.json',
  'preload',
  'renderer',
  'scripts/build-icons.mjs',
  'scripts/build-policy-schema.mjs',
  'scripts/build.mjs',
  'scripts/bundles.mjs',
  'scripts/third-party-licenses.mjs',
  'tsconfig.json',
];

/**
 * Builds dist/ when one of its sources has changed since the last time.
 *
 * It is made beside its place and swapped in whole, so a failed build leaves the last good one, and a file that
 * is no longer built does not linger.
 */
export async function build() {
  const stamp = fingerprint(inputs);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  // Imported here because they need node_modules, which set-up may only just have installed.
  const { buildBundles } = await import('./bundles.mjs');
  const { buildIcons } = await import('./build-icons.mjs');
  const { buildPolicySchema } = await import('./build-policy-schema.mjs');
  const { thirdPartyLicenses } = await import('./third-party-licenses.mjs');

  const work = join(repoDir, 'node_modules/.cache', `standby-build-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    const [bundled] = await Promise.all([
      buildBundles(work),
      buildIcons(join(repoDir, 'assets/icons'), join(work, 'icons')),
      buildPolicySchema(join(work, 'policy.schema.json')),
    ]);
    writeFileSync(join(work, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(bundled));
    cpSync(join(repoDir, 'renderer/index.html'), join(work, 'renderer/index.html'));
    cpSync(join(repoDir, 'assets/locales'), join(work, 'locales'), { recursive: true, filter: isNoSource });
    writeFileSync(join(work, '.stamp'), stamp);
    rmSync(dist, { recursive: true, force: true });
    renameSync(work, dist);
  } catch (error) {
    throw new SetupError(`the build failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say('built dist/');
}

/** @param {string} path */
function isNoSource(path) {
  return !path.endsWith('.ts');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await ensureDependencies();
    await build();
    return 0;
  });
}
