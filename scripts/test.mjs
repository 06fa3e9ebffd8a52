import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { inspect } from 'node:util';
import { build } from './build.mjs';
import { main, log, UserFacingError } from './log.mjs';
import { setupTests } from './setup/index.mjs';
import { FAILED } from './test/counts.mjs';
import { planSteps } from './test/plan.mjs';

await main(async () => {
  const [only, ...filters] = process.argv.slice(2);
  const electron = await setupTests();
  await build(electron.target);
  // Imported here because set-up may only just have installed what it needs.
  const { steps } = await import('./test/steps.mjs');
  const { formatTable } = await import('./test/table.mjs');

  const plan = planSteps(process.platform, only);
  /** @param {string} name */
  const run = async (name) => {
    const step = steps[name];
    if (step === undefined) {
      throw new UserFacingError(`no step "${name}"; there are: ${Object.keys(steps).join(', ')}`);
    }
    const start = performance.now();
    const counts = await step({ filters, electron: electron.program }).catch(
      (/** @type {unknown} */ error) => {
        log(error instanceof UserFacingError ? error.message : inspect(error));
        return FAILED;
      },
    );
    return { name, seconds: (performance.now() - start) / 1000, ...counts };
  };
  const rows = [];
  for (const group of plan.groups) {
    process.stdout.write(`\n── ${group.join(', ')}\n`);
    rows.push(...(await Promise.all(group.map(run))));
  }
  process.stdout.write(`${formatTable(rows, plan.linuxOnly)}\n`);
  return rows.some(({ failed }) => failed > 0) ? 1 : 0;
});
