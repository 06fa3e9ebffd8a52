import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { arch, cpus, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { repoDir } from '../paths.mjs';
import { readJson } from '../read-json.mjs';

/** @typedef {import('../../test/support/bench/record.ts').Row & { shown: Record<string, number> }} Row */

const folder = join(repoDir, 'bench/results');

/**
 * Prints the results as a table, and saves them in bench/results.
 * @param {readonly string[]} lines each a row, as JSON
 * @param {{ electron: string, save: boolean }} options
 */
export async function writeResults(lines, { electron, save }) {
  const rows = lines.map(parseRow).toSorted((one, other) => one.order - other.order);
  const machine = describeMachine(electron);
  const markdown = `# Results of \`npm run bench\`

Made by \`npm run bench\`; not edited by hand. Measured in turns (A B A B); what is shown are medians unless a row says
otherwise, and every sample is in [results.json](results.json).

${Object.entries(machine)
  .map(([name, value]) => `- ${name}: ${value}`)
  .join('\n')}

${formatTable(rows)}
`;
  process.stdout.write(`\n${markdown}`);
  if (!save) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'results.md'), markdown);
  await writeFile(join(folder, 'results.json'), `${JSON.stringify({ machine, rows }, undefined, 1)}\n`);
}

/**
 * @param {string} line
 * @returns {Row}
 */
function parseRow(line) {
  /** @type {unknown} */
  const row = JSON.parse(line);
  // Sound: test/support/bench/record.ts wrote this type.
  return /** @type {Row} */ (row);
}

/** @param {string} electron */
function describeMachine(electron) {
  const [{ model } = { model: 'unknown' }] = cpus();
  const pinnedVersion = /** @type {{ devDependencies: { electron: string } }} */ (
    readJson(join(repoDir, 'package.json'))
  ).devDependencies.electron;
  const runningVersion = readFileSync(join(dirname(electron), 'version'), 'utf8').trim();
  return {
    measured: new Date().toISOString(),
    machine: `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${release()} ${arch()}`,
    Electron:
      runningVersion === pinnedVersion
        ? runningVersion
        : `${runningVersion}, a fallback for the pinned ${pinnedVersion}`,
    Node: `${process.version}, for what runs outside Electron`,
  };
}

/** @param {readonly Row[]} rows */
function formatTable(rows) {
  const lines = rows.map((row) => {
    const { what, unit, target, shown, note = '', missedBecause } = row;
    const met = isMet(row);
    const why = met === false && missedBecause ? `. Missed because ${missedBecause}` : '';
    const [ours = NaN] = Object.values(shown);
    const others = Object.entries(shown)
      .slice(1)
      .map(([name, value]) => `${name}: ${formatNumber(value)} ${unit}`);
    const cells = [
      what,
      target === null ? '' : formatTarget(target, unit),
      `${formatNumber(ours)} ${unit}`,
      others.join('; '),
      formatVerdict(row, met),
      `${note}${why}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| what | target | Standby | beside | met | how |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

/**
 * @param {NonNullable<Row['target']>} target
 * @param {string} unit
 */
function formatTarget(target, unit) {
  return 'ratioTo' in target ? `≤ ${target.max} × ${target.ratioTo}` : `≤ ${target.max} ${unit}`;
}

/**
 * @param {Row} row
 * @returns null if there is no target
 */
function isMet({ target, shown }) {
  if (target === null) return null;
  const [ours = NaN] = Object.values(shown);
  return ours <= target.max * ('ratioTo' in target ? (shown[target.ratioTo] ?? NaN) : 1);
}

/**
 * @param {Row} row
 * @param {boolean | null} met
 */
function formatVerdict({ target, shown }, met) {
  if (target === null || met === null) return '';
  const word = met ? 'yes' : '**no**';
  if (!('ratioTo' in target)) return word;
  const [ours = NaN] = Object.values(shown);
  return `${word}: ${(ours / (shown[target.ratioTo] ?? NaN)).toFixed(2)} ×`;
}

/** @param {number} value */
function formatNumber(value) {
  if (value >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toPrecision(3);
}
