/** The summary of `npm run test:desktops`. */
import { existsSync } from 'node:fs';
import { readJson } from '../../read-json.mjs';

/**
 * @typedef {object} TestResult
 * @property {string} title
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {string} reason of a skipped test
 */

/**
 * @typedef {object} SessionResult
 * @property {string} name
 * @property {string} title
 * @property {'passed' | 'failed' | 'not run'} outcome
 * @property {string} reason why it did not run
 * @property {readonly TestResult[]} tests
 */

/** @typedef {{ title: string, tests: { status: string, annotations: { type: string, description?: string }[] }[] }} Spec */
/** @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite */

/**
 * Reads the tests of Playwright's JSON report. A missing report has none.
 * @param {string} file
 * @returns {TestResult[]}
 */
export function readTests(file) {
  if (!existsSync(file)) return [];
  return specsOf(/** @type {Suite} */ (readJson(file))).map(({ title, tests }) => {
    const [test] = tests;
    const skip = test?.annotations.find(({ type }) => type === 'skip');
    const isPassed = test?.status === 'expected' && skip === undefined;
    const isSkipped = test?.status === 'skipped';
    return {
      title,
      status: isPassed ? 'passed' : isSkipped ? 'skipped' : 'failed',
      reason: skip?.description ?? '',
    };
  });
}

/**
 * @param {Suite} suite
 * @returns {Spec[]}
 */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/**
 * @param {readonly SessionResult[]} results
 * @returns {string}
 */
export function formatSummary(results) {
  const lines = results.flatMap(({ name, title, outcome, reason, tests }) => [
    `${name} (${title}): ${outcome}${outcome === 'not run' ? `, because ${reason}` : ''}`,
    ...tests.map((test) => `  ${test.status.padEnd(7)} ${test.title}${test.reason && ` (${test.reason})`}`),
  ]);
  return `\n${lines.join('\n')}\n`;
}
