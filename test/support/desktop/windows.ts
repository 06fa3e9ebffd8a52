import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Finds the visible windows with this title. @returns their ids */
export async function findVisibleWindows(title: string): Promise<string[]> {
  // xdotool exits with 1 if it finds none.
  const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`]).catch(() => ({
    stdout: '',
  }));
  return stdout.split('\n').filter((line) => line !== '');
}

/** Lists the ids of all visible windows. */
export async function findAllVisibleWindows(): Promise<string[]> {
  const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--name', '']).catch(() => ({
    stdout: '',
  }));
  return stdout.split('\n').filter((line) => line !== '');
}

/** Id of the window manager's active window; none while it changes. */
export async function getActiveWindow(): Promise<string> {
  const { stdout } = await run('xdotool', ['getactivewindow']).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

/** Id of the window with the keyboard focus. */
export async function getFocusedWindow(): Promise<string> {
  const { stdout } = await run('xdotool', ['getwindowfocus']);
  return stdout.trim();
}
