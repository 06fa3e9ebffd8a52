import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Presses keys on the real display, whatever window has the focus.
 * @param keys in xdotool's names: `ctrl+shift+F9`, `Escape`
 */
export async function pressKeys(...keys: string[]): Promise<void> {
  await run('xdotool', ['key', ...keys]);
}

/** Waits until a window with this title can be seen and has the focus. */
export async function windowShown(title: string): Promise<void> {
  await run('xdotool', [
    'search',
    '--sync',
    '--onlyvisible',
    '--name',
    `^${title}$`,
    'windowfocus',
    '--sync',
  ]);
}
