import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { repoDir } from '../repo.mjs';
import { runInSession } from '../rig/session.mjs';
import { runVisibly } from '../run.mjs';
import { oneFailed, onePassed, playwrightCounts, vitestCounts } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * The steps of `npm test`, by the names to call them by alone. Each shows its own output and resolves to its counts.
 * `filters` choose among its tests; `electron` is there when the desktop session is.
 * @type {Record<string, (options: { filters: readonly string[], electron: string | undefined }) => Promise<Counts>>}
 */
export const steps = {
  typecheck: () => check('typescript/bin/tsc', '--noEmit'),

  lint: async () => {
    const eslint = await check('eslint/bin/eslint.js', '.');
    const prettier = await check('prettier/bin/prettier.cjs', '--check', '.');
    const knip = await check('knip/bin/knip.js', '--treat-config-hints-as-errors');
    return eslint.failed + prettier.failed + knip.failed > 0 ? oneFailed : onePassed;
  },

  unit: ({ filters }) =>
    withReport(vitestCounts, (report) =>
      runVisibly(process.execPath, [
        moduleFile('vitest/vitest.mjs'),
        'run',
        ...filters,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ]),
    ),

  ui: ({ filters }) =>
    withReport(playwrightCounts, (report) =>
      runVisibly(process.execPath, playwright('ui', filters), {
        env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      }),
    ),

  desktop: async ({ filters, electron }) => {
    if (electron === undefined) {
      process.stdout.write('the desktop tests need Debian or Ubuntu: they have not run\n');
      return oneFailed;
    }
    return withReport(desktopCounts, (report) => {
      // The session's user may be another one, who can write to the session's own folder only.
      const command = [
        'bash',
        '-c',
        'PLAYWRIGHT_JSON_OUTPUT_FILE="$HOME/report.json" exec "$@" --output="$HOME/test-results"',
        'bash',
        process.execPath,
        ...playwright('desktop', filters),
      ];
      return runInSession(command, {
        electron,
        collect: async (home) => {
          await takeHome(join(home, 'report.json'), report);
          await takeHome(join(home, 'test-results'), join(repoDir, 'test-results/desktop'));
        },
      });
    });
  },
};

/**
 * A desktop test that is skipped could not run here, and nothing else proves what it would have proved.
 * @param {string} report
 * @returns {Counts}
 */
function desktopCounts(report) {
  const { passed, failed, skipped } = playwrightCounts(report);
  return { passed, failed: failed + skipped, skipped: 0 };
}

/**
 * Brings what a session has written out of it. A session that broke off has written nothing.
 * @param {string} from
 * @param {string} to
 */
async function takeHome(from, to) {
  await rm(to, { recursive: true, force: true });
  if (existsSync(from)) await cp(from, to, { recursive: true });
}

/**
 * Runs a tool that says yes or no.
 * @param {string} program
 * @param {...string} args
 */
async function check(program, ...args) {
  const code = await runVisibly(process.execPath, [moduleFile(program), ...args]);
  return code === 0 ? onePassed : oneFailed;
}

/**
 * @param {string} project
 * @param {readonly string[]} filters
 */
function playwright(project, filters) {
  const cli = 'node_modules/@playwright/test/cli.js';
  return [cli, 'test', `--project=${project}`, '--reporter=list,json', ...filters];
}

/** @param {string} path */
function moduleFile(path) {
  return join(repoDir, 'node_modules', path);
}

/**
 * Runs a test runner that writes a report, and counts from it. A runner that fails without a failed test (nothing
 * found, a file that does not load, no report at all) counts as one failure.
 * @param {(report: string) => Counts} count
 * @param {(report: string) => Promise<number>} run resolves to the exit code
 */
async function withReport(count, run) {
  const dir = await mkdtemp(join(tmpdir(), 'standby-test-'));
  try {
    const report = join(dir, 'report.json');
    const code = await run(report);
    const counts = countOrNothing(count, report);
    const isWhole = counts.passed > 0 && (code === 0 || counts.failed > 0);
    return isWhole ? counts : { ...counts, failed: Math.max(1, counts.failed) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * @param {(report: string) => Counts} count
 * @param {string} report
 * @returns {Counts}
 */
function countOrNothing(count, report) {
  try {
    return count(report);
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
