import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { inspect } from 'node:util';
import { build } from './build.mjs';
import { runMain, say, SetupError } from './say.mjs';
import { setUpForTests } from './setup/index.mjs';
import { oneFailed } from './test/counts.mjs';

await runMain(async () => {
  const [only, ...filters] = process.argv.slice(2);
  const electron = await setUpForTests();
  await build();
  // Imported here because set-up may only just have installed what it needs.
  const { steps } = await import('./test/steps.mjs');
  const { printTable } = await import('./test/table.mjs');

  const names = only === undefined ? Object.keys(steps) : [only];
  /** @type {import('./test/table.mjs').Row[]} */
  const rows = [];
  for (const name of names) {
    const step = steps[name];
    if (step === undefined) {
      throw new SetupError(`no step "${name}"; there are: ${Object.keys(steps).join(', ')}`);
    }
    const start = performance.now();
    process.stdout.write(`\n── ${name}\n`);
    const counts = await step({ filters, electron }).catch((/** @type {unknown} */ error) => {
      say(error instanceof SetupError ? error.message : inspect(error));
      return oneFailed;
    });
    rows.push({ name, seconds: (performance.now() - start) / 1000, ...counts });
  }
  printTable(rows);
  return rows.some(({ failed }) => failed > 0) ? 1 : 0;
});
