import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

const run = promisify(execFile);

/** Finds the visible windows with this title. @returns their ids */
export const findVisibleWindows = (title: string): Promise<string[]> => search(`^${title}$`);

/** Lists the ids of all visible windows. */
export const findAllVisibleWindows = (): Promise<string[]> => search('');

/** The states that the window manager keeps of the visible window with this title, as xprop prints them; `''` without one. */
export async function readWindowState(title: string): Promise<string> {
  const [id] = await findVisibleWindows(title);
  if (id === undefined) return '';
  const { stdout } = await run('xprop', ['-id', id, '_NET_WM_STATE']).catch(() => ({ stdout: '' }));
  return stdout;
}

/** Id of the window manager's active window; none while it changes. */
export async function getActiveWindow(): Promise<string> {
  const { stdout } = await run('xdotool', ['getactivewindow']).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

/** Id of the window with the keyboard focus; none while it changes. */
export async function getFocusedWindow(): Promise<string> {
  const { stdout } = await run('xdotool', ['getwindowfocus']).catch((error: unknown) => {
    if (isWindowGone(error)) return { stdout: '' };
    throw error;
  });
  return stdout.trim();
}

/** Waits until a window with this title is visible, focuses it, and waits until it has the focus. */
export async function waitForFocusedWindow(title: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const [id] = await findVisibleWindows(title);
        if (id === undefined) return 'no window';
        await run('xdotool', ['windowfocus', id]).catch((error: unknown) => {
          if (!isWindowGone(error)) throw error;
        });
        return (await getFocusedWindow()) === id ? 'focused' : 'not focused';
      },
      { timeout: 60_000 },
    )
    .toBe('focused');
}

/**
 * xdotool reads one window after the other. If one of them is destroyed meanwhile, the X server answers with an error and
 * xdotool exits, whichever window it is. That says nothing about the windows searched for, so the search starts again.
 */
async function search(pattern: string): Promise<string[]> {
  for (;;) {
    try {
      const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--name', pattern]);
      return stdout.split('\n').filter((line) => line !== '');
    } catch (error) {
      if (isWindowGone(error)) continue;
      // It exits with 1 and says nothing if it finds none.
      if (isExitWithoutOutput(error)) return [];
      throw error;
    }
  }
}

/** Whether the X server refused a request because its window was destroyed, or is not shown any more. */
function isWindowGone(error: unknown): boolean {
  return /BadWindow|BadMatch|BadDrawable/.test(readStderr(error));
}

function isExitWithoutOutput(error: unknown): boolean {
  return readStderr(error) === '';
}

function readStderr(error: unknown): string {
  return error instanceof Error && 'stderr' in error && typeof error.stderr === 'string'
    ? error.stderr.trim()
    : 'not an exit';
}
