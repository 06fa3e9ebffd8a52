/** Starts the quit sequence on quit, signals, and system shutdown. */
import { app, powerMonitor } from 'electron';
import process from 'node:process';
import { createQuitSequence, type QuitSequenceDeps } from './quit-sequence.ts';

/** Signals sent by a logout, a terminal or a service manager. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export type GracefulShutdownDeps = Pick<
  QuitSequenceDeps,
  'time' | 'setAwayBeforeQuit' | 'closeKeychain' | 'onQuit' | 'reportError'
> & {
  /** Whether a call into a native library is still pending, such as one that waits for the keychain's prompt. */
  isThreadBlocked: () => boolean;
};

/** Installs handlers that run the quit sequence whatever caused it: menu, signal, or system shutdown. */
export function installGracefulShutdown({ isThreadBlocked, ...deps }: GracefulShutdownDeps): void {
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
}

/** Ends the process by SIGTERM, which service managers count as a clean exit, or else by SIGKILL. */
function endProcess(): void {
  process.removeAllListeners('SIGTERM');
  process.kill(process.pid, 'SIGTERM');
  process.kill(process.pid, 'SIGKILL');
}
