import { app, powerMonitor } from 'electron';
import process from 'node:process';
import { createQuitSequence, type QuitSequenceDeps } from './quit-sequence.ts';

/** What a logout, a terminal or a service manager sends. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export type QuittingDeps = Pick<QuitSequenceDeps, 'time' | 'farewell' | 'closePorts' | 'onQuit' | 'note'> & {
  /** Whether a call into a native library is still unanswered, such as one that waits for the keychain's own prompt. */
  isThreadBlocked: () => boolean;
};

/** Quits in order, whoever asks for it: the menu, a signal, or a shutdown of the computer. */
export function quitPolitely({ isThreadBlocked, ...deps }: QuittingDeps): void {
  const sequence = createQuitSequence({
    ...deps,
    quit: () => app.quit(),
    exit: () => app.exit(0),
    endProcess,
  });
  app.on('before-quit', (event) => {
    if (sequence.asked()) event.preventDefault();
  });
  // Electron handles these signals itself, until a library listens to one of them and stops: then the system's default is
  // left, which is death (signal-exit did so, with the first file that was saved). A listener that stays prevents it.
  for (const signal of SIGNALS) process.on(signal, () => app.quit());
  // The last event. After it Node waits for the calls that its threads are in, without a limit and without any timer.
  app.on('quit', () => {
    if (isThreadBlocked()) endProcess();
  });
  // Linux and macOS wait for who asks them to.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault();
    sequence.shutDown();
  });
}

/** By the signal that service managers count as a clean end; by the one that nothing stops where that does not do it. */
function endProcess(): void {
  process.removeAllListeners('SIGTERM');
  process.kill(process.pid, 'SIGTERM');
  process.kill(process.pid, 'SIGKILL');
}
