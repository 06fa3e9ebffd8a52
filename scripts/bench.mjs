import { existsSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { repoDir } from './paths.mjs';
import { main, log, UserFacingError } from './log.mjs';
import { setupHeadless } from './setup/index.mjs';

// `npm run bench` measures everything and writes bench/results. `npm run bench start life` runs only these parts and
// writes nothing.
await main(async () => {
  const only = process.argv.slice(2);
  const { program: electron, target } = await setupHeadless({ web: false });
  await build(target);
  // Imported here because the set-up above may have just installed their dependencies.
  const { buildParts } = await import('./bench/parts.mjs');
  const { ensureSdk } = await import('./bench/sdk.mjs');
  const { runInSession } = await import('./headless/session.mjs');
  const { writeResults } = await import('./bench/results.mjs');

  const parts = await buildParts();
  const sdk = await ensureSdk();
  const rowsFile = join(repoDir, 'node_modules/.cache/standby-bench/rows.jsonl');
  const command = [
    ...[process.execPath, 'node_modules/@playwright/test/cli.js', 'test', '--project=bench'],
    ...['--reporter=list', ...only.map((name) => `test/bench/${name}.bench.ts`)],
  ];
  const code = await runInSession(
    // The session may run as another user, who can write only to the session's folder.
    ['bash', '-c', 'exec "$@" --output="$HOME/test-results"', 'bash', ...command],
    {
      electron,
      env: { BENCH_PARTS: parts, BENCH_SDK: sdk },
      collect: async (home) => {
        const rows = join(home, 'rows.jsonl');
        if (!existsSync(rows)) return;
        await mkdir(join(rowsFile, '..'), { recursive: true });
        await cp(rows, rowsFile);
      },
    },
  );
  if (!existsSync(rowsFile)) throw new UserFacingError('nothing was measured');
  const rows = (await readFile(rowsFile, 'utf8')).trimEnd().split('\n');
  await writeResults(rows, { electron, save: only.length === 0 && code === 0 });
  if (code !== 0) log('a measurement broke off: nothing was written');
  return code;
});
