import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { repoDir } from '../paths.mjs';
import { runInSession } from '../headless/session.mjs';
import { isDebianLike } from '../headless/system-packages.mjs';
import { execInherit } from '../exec.mjs';
import { FAILED, PASSED, playwrightCounts, sum, vitestCounts } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const programs = ['shared', 'tencent', 'simulator', 'gateway', 'cli', 'main', 'preload', 'renderer'];

/**
 * How many of the desktop tests each of the sessions gets, in the order of the files; the proportion counts. Playwright
 * deals out equal numbers otherwise, and tests differ in length: that took the sessions 7.8, 11.2 and 11.7 minutes. With 84, 55 and
 * 97 they took 9.9, 9.0 and 8.2.
 */
const SHARD_WEIGHTS = [77, 55, 106];

/**
 * The steps of `npm test`, by the names to call them by alone. Each shows its own output and resolves to its counts.
 * `filters` choose among its tests; `electron` is the program to run the app on.
 * @type {Record<string, (options: { filters: readonly string[], electron: string }) => Promise<Counts>>}
 */
export const steps = {
  // Each program with its own globals: no DOM in main, no Node.js in the renderer, neither in shared.
  typecheck: () => runCheck('@typescript/native/bin/tsc', '-b', ...programs, '.'),

  lint: async () => {
    const { failed } = sum(
      await Promise.all([
        runCheck('oxlint/bin/oxlint'),
        runScript('scripts/lint/class-instances.mjs'),
        runCheck('eslint/bin/eslint.js', '.'),
        runCheck('prettier/bin/prettier.cjs', '--check', '--cache', '--cache-strategy=content', '.'),
        runCheck('knip/bin/knip.js', '--treat-config-hints-as-errors'),
        runScript('scripts/lint/workflows.mjs'),
        runScript('scripts/lint/package-configuration.mjs'),
      ]),
    );
    return failed > 0 ? FAILED : PASSED;
  },

  unit: ({ filters }) =>
    withReport(vitestCounts, (report) =>
      execInherit(process.execPath, [
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
      execInherit(process.execPath, playwrightCommand('ui', filters), {
        env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      }),
    ),

  // On Linux it is for a single run: `npm test` runs these tests among the desktop tests there.
  portable: ({ filters, electron }) =>
    isDebianLike()
      ? desktopSession({ project: 'portable', electron, filters })
      : withReport(desktopCounts, (report) =>
          execInherit(process.execPath, playwrightCommand('portable', filters), {
            env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, STANDBY_ELECTRON: electron },
          }),
        ),

  desktop: async ({ filters, electron }) => {
    if (!isDebianLike()) {
      process.stdout.write('the desktop tests need Debian or Ubuntu: they have not run\n');
      return FAILED;
    }
    process.stdout.write('not run here: *.windows.spec.ts, which need Windows\n');
    await rm(join(repoDir, 'test-results/desktop'), { recursive: true, force: true });
    // Most of the time a desktop test waits. Chosen tests run in one session, so that their output reads in one piece.
    const sessions = filters.length > 0 ? 1 : Math.min(SHARD_WEIGHTS.length, availableParallelism() + 1);
    return sum(
      await Promise.all(
        Array.from({ length: sessions }, (_, index) =>
          desktopSession({
            project: 'desktop',
            electron,
            filters: [`--shard=${index + 1}/${sessions}`, ...filters],
            env: sessions === SHARD_WEIGHTS.length ? { PWTEST_SHARD_WEIGHTS: SHARD_WEIGHTS.join(':') } : {},
          }),
        ),
      ),
    );
  },
};

/**
 * Runs desktop tests in a session of their own.
 * @param {{ project: string, electron: string, filters: readonly string[], env?: NodeJS.ProcessEnv }} options
 */
function desktopSession({ project, electron, filters, env = {} }) {
  return withReport(desktopCounts, (report) => {
    // The session's user may be another one, who can write to the session's own folder only.
    const command = [
      'bash',
      '-c',
      'PLAYWRIGHT_JSON_OUTPUT_FILE="$HOME/report.json" exec "$@" --output="$HOME/test-results"',
      'bash',
      process.execPath,
      ...playwrightCommand(project, filters),
    ];
    return runInSession(command, {
      electron,
      env,
      collect: async (home) => {
        await copyArtifacts(join(home, 'report.json'), report);
        await copyArtifacts(join(home, 'test-results'), join(repoDir, `test-results/${project}`));
      },
    });
  });
}

/**
 * A desktop test that is skipped could not run here, and no other test covers what it covers.
 * @param {string} report
 * @returns {Counts}
 */
function desktopCounts(report) {
  const { passed, failed, skipped } = playwrightCounts(report);
  return { passed, failed: failed + skipped, skipped: 0 };
}

/** Copies run one after another: two sessions that end together would create the same folder. */
let lastCopy = Promise.resolve();

/**
 * Brings what a session has written out of it. A session that broke off has written nothing.
 * @param {string} from
 * @param {string} to
 */
function copyArtifacts(from, to) {
  const copied = lastCopy.then(() => (existsSync(from) ? cp(from, to, { recursive: true }) : undefined));
  lastCopy = copied.catch(() => undefined);
  return copied;
}

/**
 * Runs a tool that says yes or no.
 * @param {string} program
 * @param {...string} args
 */
function runCheck(program, ...args) {
  return runScript(moduleFile(program), ...args);
}

/**
 * @param {string} file
 * @param {...string} args
 */
async function runScript(file, ...args) {
  const code = await execInherit(process.execPath, [file, ...args]);
  return code === 0 ? PASSED : FAILED;
}

/**
 * @param {string} project
 * @param {readonly string[]} filters
 */
function playwrightCommand(project, filters) {
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
    const counts = countOrZero(count, report);
    const isReportConsistent = counts.passed > 0 && (code === 0 || counts.failed > 0);
    return isReportConsistent ? counts : { ...counts, failed: Math.max(1, counts.failed) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * @param {(report: string) => Counts} count
 * @param {string} report
 * @returns {Counts}
 */
function countOrZero(count, report) {
  try {
    return count(report);
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
