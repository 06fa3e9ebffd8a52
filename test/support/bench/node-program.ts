import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a few lines of JavaScript in a Node of their own, so that nothing is loaded or warm before.
 * @param program an ES module; what it prints is numbers, each on a line
 */
export async function numbersFrom(program: string): Promise<number[]> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    // The test runner's wish for colours would reach the numbers.
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  const values = stdout.trim().split('\n').map(Number);
  if (!values.every(Number.isFinite)) throw new Error(`not only numbers: ${stdout}`);
  return values;
}

/** The same where one number is printed. */
export async function numberFrom(program: string): Promise<number> {
  const [value = NaN] = await numbersFrom(program);
  return value;
}

/** Where scripts/bench.mjs has put something. */
export function folderFrom(variable: 'BENCH_PARTS' | 'BENCH_SDK'): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error('run this by `npm run bench`');
  return folder;
}

/** The way to load a module: the SDK's documents say `require`, and the app's own bundle is of that kind, too. */
export function load(file: string): string {
  return `(await import('node:module')).createRequire('/')(${JSON.stringify(file)})`;
}
