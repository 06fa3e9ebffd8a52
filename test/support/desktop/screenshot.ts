import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Photographs the whole display into a PNG file. */
export async function photographDisplay(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await run('import', ['-window', 'root', file]);
}
