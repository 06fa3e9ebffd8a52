import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a program in a new Node process, so that no module is loaded and no code is compiled before.
 * @param program source of an ES module that prints numbers, each on a line
 */
export async function numbersFrom(program: string): Promise<number[]> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    // The test runner forces colors, which would add escape sequences to the numbers.
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  const values = stdout.trim().split('\n').map(Number);
  if (!values.every(Number.isFinite)) throw new Error(`not only numbers: ${stdout}`);
  return values;
}

/** Like numbersFrom, for a program that prints one number. */
export async function numberFrom(program: string): Promise<number> {
  const [value = NaN] = await numbersFrom(program);
  return value;
}

/** Reads the path of a folder that scripts/bench.mjs has created. */
export function folderFrom(variable: 'BENCH_PARTS' | 'BENCH_SDK'): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error('run this by `npm run bench`');
  return folder;
}

/** Expression that loads a module by `require`: the SDK's documentation does, and the measured parts are CommonJS, too. */
export function load(file: string): string {
  return `(await import('node:module')).createRequire('/')(${JSON.stringify(file)})`;
}
