import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { fingerprint } from './build/fingerprint.mjs';
import { copyLocales } from './build/locales.mjs';
import { repoDir } from './paths.mjs';
import { main, log, UserFacingError } from './log.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

/** @typedef {import('./build/targets.mjs').TargetName} TargetName */

const dist = join(repoDir, 'dist');
const stampFile = join(dist, '.stamp');

/** Everything the build is made from. */
const inputs = [
  'assets',
  'cli',
  'gateway',
  'main',
  'package-lock.json',
  'preload',
  'renderer',
  'scripts/build',
  'scripts/build.mjs',
  'scripts/package/keytar-sha256.mjs',
  'shared',
  'simulator',
  'tencent',
];

/**
 * Builds dist/ when a source has changed since the last build, or when the last build had another target.
 *
 * It is made beside its place and swapped in whole, so a failed build leaves the last good one, and a file that
 * is no longer built does not linger.
 * @param {TargetName} [wanted] default: any target
 */
export async function build(wanted) {
  const sources = fingerprint(inputs);
  const [builtFor, builtFrom] = existsSync(stampFile) ? readFileSync(stampFile, 'utf8').split(' ') : [];
  if (builtFrom === sources && (wanted === undefined || builtFor === wanted)) return;
  // The pinned Electron can run a build for the fallback Electron, too.
  const target = wanted ?? (builtFor === 'pinned' ? builtFor : 'fallback');

  const work = join(repoDir, 'node_modules/.cache', `standby-build-${process.pid}`);
  mkdirSync(work, { recursive: true });
  // Vite reads it, and vitest sets it to "test": React would be built for development.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await buildInto(work, target);
    writeFileSync(join(work, '.stamp'), `${target} ${sources}`);
    rmSync(dist, { recursive: true, force: true });
    renameSync(work, dist);
  } catch (error) {
    throw new UserFacingError(`the build failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    rmSync(work, { recursive: true, force: true });
  }
  log(`built dist/ for ${target === 'pinned' ? 'the pinned Electron' : 'the fallback Electron'}`);
}

/**
 * @param {string} work
 * @param {TargetName} target
 */
async function buildInto(work, target) {
  // Imported here because they need node_modules, which set-up may only just have installed.
  const { buildProgram, commandLine, gateway, mainProcess, preload, renderer, simulator } =
    await import('./build/programs.mjs');
  const { buildIcons } = await import('./build/icons.mjs');
  const { buildPolicyFiles } = await import('./build/policy-files.mjs');
  const { buildCommandLineFiles } = await import('./build/command-line-files.mjs');
  const { bundledPackages } = await import('./build/bundled-packages.mjs');
  const { thirdPartyLicenses } = await import('./build/third-party-licenses.mjs');
  const { sbom } = await import('./build/sbom.mjs');

  /** @param {string} folder */
  const source = (folder) => ({ outDir: join(work, folder), target, isPackaged: false });
  /** @param {string} folder */
  const packaged = (folder) => ({ outDir: join(work, 'packaged', folder), target, isPackaged: true });
  /** @param {import('./build/programs.mjs').Config[]} programs */
  const buildPrograms = (programs) => Promise.all(programs.map(buildProgram));
  const [shipped, gatewaySources] = await Promise.all([
    // The build decides whether a program is packaged; the computer that runs it cannot.
    buildPrograms([
      mainProcess(packaged('main')),
      commandLine(packaged('cli')),
      preload(packaged('preload')),
      renderer(packaged('renderer')),
    ]),
    buildPrograms([gateway(source('gateway'))]),
    buildPrograms([
      mainProcess(source('main')),
      commandLine(source('cli')),
      preload(source('preload')),
      renderer(source('renderer')),
      simulator(source('simulator')),
    ]),
    buildIcons(join(repoDir, 'assets/icons'), join(work, 'icons')),
    buildPolicyFiles(work),
    buildCommandLineFiles(work),
  ]);
  // keytar is not bundled, because it is a native module.
  const packages = bundledPackages(shipped.flat(), ['node_modules/keytar']);
  writeFileSync(join(work, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(packages));
  writeFileSync(join(work, 'sbom.cdx.json'), sbom(packages));
  const ofGateway = bundledPackages(gatewaySources.flat());
  writeFileSync(join(work, 'gateway/THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(ofGateway));
  copyLocales(join(work, 'locales'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    const { values } = parseArgs({ options: { target: { type: 'string', default: 'pinned' } } });
    if (values.target !== 'pinned' && values.target !== 'fallback')
      throw new UserFacingError('--target=pinned or --target=fallback');
    await ensureDependencies();
    await build(values.target);
    return 0;
  });
}
