import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { appId, missingFields, placeholderOptions } from './package/identity.mjs';
import { unsignedName, unsignedOptions, writeChecksums } from './package/release.mjs';
import { packagedLanguages } from './package/languages.mjs';
import { testRuntimeOptions } from './package/test-runtime.mjs';
import { repoDir } from './paths.mjs';
import { readJson } from './read-json.mjs';
import { execInherit } from './exec.mjs';
import { main, log, UserFacingError } from './log.mjs';
import { setupPackaging } from './setup/index.mjs';

/** Packages the Electron of the tests. For tests only: never used for a package that is shipped. */
const testFlag = '--with-fallback-for-test';

/** Makes unsigned packages for trials, with UNSIGNED in their names. */
const unsignedFlag = '--unsigned';

/**
 * Packages Standby, by default for the current system: `npm run package`. Arguments are options of electron-builder, for
 * example `npm run package -- --win --arm64`; its configuration is electron-builder.yml.
 */
await main(async () => {
  const args = process.argv.slice(2);
  const isTest = args.includes(testFlag);
  const isUnsigned = isTest || args.includes(unsignedFlag);
  const identity = /** @type {import('./package/identity.mjs').Identity} */ (
    readJson(join(repoDir, 'package.json'))
  );
  const missing = missingFields(identity);
  if (missing.length > 0 && !isUnsigned) {
    throw new UserFacingError(
      `package.json does not say: ${missing.join(', ')}. docs/release.md explains each. ` +
        '`npm run package -- --unsigned` makes a package for trials without them.',
    );
  }
  const startedAt = Date.now();
  await setupPackaging({ isTest });
  const { build } = await import('./build.mjs');
  // A test packages the build that exists for its Electron.
  await build(isTest ? undefined : 'pinned');
  const code = await execInherit(process.execPath, [
    fileURLToPath(import.meta.resolve('electron-builder/cli.js')),
    '--publish=never',
    `-c.appId=${appId(identity)}`,
    ...(missing.length > 0 ? placeholderOptions : []),
    ...packagedLanguages().map((language) => `-c.electronLanguages=${language}`),
    ...(isUnsigned ? unsignedOptions : []),
    // Tests set the names of their packages.
    ...(isUnsigned && !isTest ? [unsignedName] : []),
    ...(isTest ? await testRuntimeOptions() : []),
    ...args.filter((arg) => arg !== testFlag && arg !== unsignedFlag),
  ]);
  if (code === 0 && !isTest) {
    const out = join(repoDir, 'out');
    await copyFile(join(repoDir, 'dist/sbom.cdx.json'), join(out, 'sbom.cdx.json'));
    const names = await writeChecksums(out, startedAt);
    log(`packaged, in ${out}: ${names.join(', ')}${isUnsigned ? ' (UNSIGNED: for trials only)' : ''}`);
  }
  return code;
});
