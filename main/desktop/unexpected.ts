/** What nobody expected: every error that no part of the app has handled is written down and shown, and the app goes on. */
import { app, dialog } from 'electron';
import process from 'node:process';
import { createTroubleLog, troubleInWords, type TroubleSource } from './trouble-log.ts';
import { logFolder } from './platform.ts';

export type Unexpected = {
  /** From now on troubles are shown by this; until then the app has not started, and ends with a message. */
  showBy: (show: (trouble: { message: string; file: string }) => void) => void;
  note: (source: TroubleSource, error: unknown) => void;
  /** Writes down what the agent need not be told of. */
  log: (source: TroubleSource, error: unknown) => void;
};

/** To be called first of all. */
export function catchUnexpected(): Unexpected {
  const log = createTroubleLog(logFolder());
  let show: ((trouble: { message: string; file: string }) => void) | null = null;

  function note(source: TroubleSource, error: unknown): void {
    const message = troubleInWords(error);
    const written = log.write(source, error);
    if (show) {
      show({ message, file: log.file });
      return;
    }
    // In English: nothing is known yet of the agent's language. Without a tray nobody could even quit what is left.
    void written.finally(() => {
      dialog.showErrorBox('Standby could not start', `${message}\n\n${log.file}`);
      app.exit(1);
    });
  }

  process.on('uncaughtException', (error) => note('main', error));
  process.on('unhandledRejection', (reason) => note('main', reason));
  return {
    showBy: (way) => {
      show = way;
    },
    note,
    log: (source, error) => void log.write(source, error),
  };
}
