import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Takes a screenshot of the whole display as a PNG file. */
export async function captureScreen(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await run('import', ['-window', 'root', file]);
}
