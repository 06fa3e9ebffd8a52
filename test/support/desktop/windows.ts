import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The windows on the display with this title that can be seen, by their ids. */
export async function visibleWindows(title: string): Promise<string[]> {
  // It ends with 1 where there is none.
  const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`]).catch(() => ({
    stdout: '',
  }));
  return stdout.split('\n').filter((line) => line !== '');
}

/** The window that has the keyboard, by its id. */
export async function focusedWindow(): Promise<string> {
  const { stdout } = await run('xdotool', ['getwindowfocus']);
  return stdout.trim();
}
