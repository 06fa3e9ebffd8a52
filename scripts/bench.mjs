import { existsSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { repoDir } from './repo.mjs';
import { runMain, say, SetupError } from './say.mjs';
import { setUpForRig } from './setup/index.mjs';

// `npm run bench` measures everything and writes bench/results; `npm run bench start life` measures those files only
// and writes nothing.
await runMain(async () => {
  const only = process.argv.slice(2);
  const electron = await setUpForRig();
  await build();
  // Imported here because set-up may only just have installed what they need.
  const { buildParts } = await import('./bench/parts.mjs');
  const { ensureSdk } = await import('./bench/sdk.mjs');
  const { runInSession } = await import('./rig/session.mjs');
  const { writeResults } = await import('./bench/results.mjs');

  const parts = await buildParts();
  const sdk = await ensureSdk();
  const rowsFile = join(repoDir, 'node_modules/.cache/standby-bench/rows.jsonl');
  const command = [
    ...[process.execPath, 'node_modules/@playwright/test/cli.js', 'test', '--project=bench'],
    ...['--reporter=list', ...only.map((name) => `test/bench/${name}.bench.ts`)],
  ];
  const code = await runInSession(
    // The session's user may be another one, who can write to the session's own folder only.
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
  if (!existsSync(rowsFile)) throw new SetupError('nothing was measured');
  const rows = (await readFile(rowsFile, 'utf8')).trimEnd().split('\n');
  await writeResults(rows, { electron, save: only.length === 0 && code === 0 });
  if (code !== 0) say('a measurement broke off: nothing was written');
  return code;
});
