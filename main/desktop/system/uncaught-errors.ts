/** Handles uncaught errors: logs and shows every error that no module handled, and keeps the app running. */
import { app, dialog } from 'electron';
import process from 'node:process';
import { systemClock } from '../../../shared/clock.ts';
import { createAppLog, toUserMessage, type AppLog, type LogScope } from './app-log.ts';
import { logFolder } from './platform.ts';

export type ErrorReporter = {
  /** Sets how errors are shown from now on. Before, an error ends the app with a message box. */
  setPresenter: (show: (appError: { message: string; file: string }) => void) => void;
  /** Logs an error and shows it. */
  report: (scope: LogScope, error: unknown) => void;
  log: Omit<AppLog, 'file'>;
};

/** Installs the handlers. Call it before all else. */
export function installErrorHandlers(): ErrorReporter {
  const log = createAppLog(logFolder(), systemClock);
  let show: ((appError: { message: string; file: string }) => void) | null = null;

  function report(scope: LogScope, error: unknown): void {
    const message = toUserMessage(error);
    log.write({ level: 'error', scope, message: error });
    if (show) {
      show({ message, file: log.file });
      return;
    }
    // In English: the agent's language is not known yet. Exit, because without a tray the app could not be quit.
    dialog.showErrorBox('Standby could not start', `${message}\n\n${log.file}`);
    app.exit(1);
  }

  process.on('uncaughtException', (error) => report('main', error));
  process.on('unhandledRejection', (reason) => report('main', reason));
  return {
    setPresenter: (presenter) => {
      show = presenter;
    },
    report,
    log,
  };
}
