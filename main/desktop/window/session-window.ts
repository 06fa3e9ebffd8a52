/** A hidden window on Windows, which receives the end of the session: Electron reports it to windows only. */
import { BaseWindow } from 'electron';
import type { SessionEnd } from '../system/session-end.ts';

export type SessionWindow = {
  /** Shows the window. Without a visible window a program may not delay the session. */
  show: (title: string) => void;
};

const SIZE = { width: 420, height: 120 };

/**
 * Creates the window and keeps it for the whole run, because the app's own window exists only while it is open.
 *
 * It has no page: a page needs new processes, which Windows may refuse to start while the session ends. So its text is its
 * title, which Windows also shows in the list of programs that delay the session.
 * @param icon path of the app icon
 */
export function createSessionWindow(icon: string, { query, end }: SessionEnd): SessionWindow {
  const window = new BaseWindow({
    ...SIZE,
    show: false,
    center: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: 'Standby',
    icon,
    backgroundColor: '#1b1e24',
  });
  window.removeMenu();
  window.on('query-session-end', (event) => {
    if (query()) event.preventDefault();
  });
  window.on('session-end', end);
  return {
    show: (title) => {
      window.setTitle(title);
      window.show();
    },
  };
}
