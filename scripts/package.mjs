import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { packagedLanguages } from './package/languages.mjs';
import { testRuntime } from './package/test-runtime.mjs';
import { repoDir } from './repo.mjs';
import { runVisibly } from './run.mjs';
import { runMain, say } from './say.mjs';
import { setUpForPackages } from './setup/index.mjs';

/** By this name a test asks for the Electron that the tests run on. Nothing that is shipped is made with it. */
const forTest = '--with-stand-in-for-test';

/**
 * Packages Standby, by default for the system it runs on: `npm run package`, or `npm run package -- --win --arm64` with
 * any options of electron-builder, whose configuration is electron-builder.yml.
 */
await runMain(async () => {
  const args = process.argv.slice(2);
  const isTest = args.includes(forTest);
  await setUpForPackages({ isTest });
  const { build } = await import('./build.mjs');
  await build();
  const code = await runVisibly(process.execPath, [
    fileURLToPath(import.meta.resolve('electron-builder/cli.js')),
    '--publish=never',
    ...packagedLanguages().map((language) => `-c.electronLanguages=${language}`),
    ...(isTest ? await testRuntime() : []),
    ...args.filter((arg) => arg !== forTest),
  ]);
  if (code === 0 && !isTest) say(`packaged, in ${repoDir}/out`);
  return code;
});
