import { join } from 'node:path';
import process from 'node:process';
import { repoDir } from './paths.mjs';
import { execForwardingSignals } from './exec.mjs';
import { main } from './log.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

await main(async () => {
  await ensureDependencies();
  const { build } = await import('./build.mjs');
  await build();
  return execForwardingSignals(process.execPath, [
    join(repoDir, 'dist/gateway/gateway.mjs'),
    ...process.argv.slice(2),
  ]);
});
