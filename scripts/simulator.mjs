import { join } from 'node:path';
import process from 'node:process';
import { repoDir } from './repo.mjs';
import { runInOurPlace } from './run.mjs';
import { runMain } from './say.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

await runMain(async () => {
  await ensureDependencies();
  const { build } = await import('./build.mjs');
  await build();
  return runInOurPlace(process.execPath, [join(repoDir, 'dist/simulator/cli.mjs'), ...process.argv.slice(2)]);
});
