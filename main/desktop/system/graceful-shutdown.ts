/** Starts the quit sequence on quit, signals, and system shutdown; on Windows also handles the end of the session. */
import { app, powerMonitor } from 'electron';
import process from 'node:process';
import { createSessionWindow, type SessionWindow } from '../window/session-window.ts';
import { createQuitSequence, type QuitSequenceDeps } from './quit-sequence.ts';
import { createSessionEnd, type SessionEndDeps } from './session-end.ts';

/** Signals sent by a logout, a terminal or a service manager. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export type GracefulShutdownDeps = Pick<
  QuitSequenceDeps,
  'time' | 'setAwayBeforeQuit' | 'closeKeychain' | 'onQuit' | 'reportError'
> &
  Pick<SessionEndDeps, 'logStopped' | 'onContinue'> & {
    /** Whether a call into a native library is still pending, such as one that waits for the keychain's prompt. */
    isThreadBlocked: () => boolean;
    /** Windows: path of the app icon, and the text that says what the end of the session waits for. */
    sessionWindow: { icon: string; title: () => string };
  };

/** Installs handlers that run the quit sequence whatever caused it: menu, signal, or system shutdown. */
export function installGracefulShutdown(allDeps: GracefulShutdownDeps): void {
  const { isThreadBlocked, logStopped, onContinue, sessionWindow, ...deps } = allDeps;
  const sequence = createQuitSequence({
    ...deps,
    quit: () => app.quit(),
    exit: () => app.exit(0),
    endProcess,
  });
  app.on('before-quit', (event) => {
    if (sequence.requestQuit()) event.preventDefault();
  });
  // Electron handles these signals, until a library adds a listener and removes it: then the default action, termination,
  // applies (signal-exit did so with the first saved file). A permanent listener prevents that.
  for (const signal of SIGNALS) process.on(signal, () => app.quit());
  // The last event. After it Node waits without a limit for blocked threads, and no timer runs.
  app.on('quit', () => {
    if (isThreadBlocked()) endProcess();
  });
  // On Linux and macOS, preventDefault() delays the shutdown.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault();
    sequence.onShutdown();
  });
  if (process.platform !== 'win32') return;
  let window: SessionWindow | null = null;
  const sessionEnd = createSessionEnd({
    ...deps,
    logStopped,
    onContinue,
    isQuitting: sequence.isRunning,
    showReason: () => window?.show(sessionWindow.title()),
    exit: () => {
      deps.onQuit();
      app.exit(0);
    },
  });
  window = createSessionWindow(sessionWindow.icon, sessionEnd);
}

/** Ends the process by SIGTERM, which service managers count as a clean exit, or else by SIGKILL. */
function endProcess(): void {
  process.removeAllListeners('SIGTERM');
  process.kill(process.pid, 'SIGTERM');
  process.kill(process.pid, 'SIGKILL');
}
