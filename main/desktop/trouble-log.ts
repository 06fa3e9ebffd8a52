/** Writes down what nobody expected: errors that no part of the app has handled. One line each, masked, in a file that is rotated. */
import { join } from 'node:path';
import { maskKeys } from '../tencent/redact.ts';

/** Where an error came from; `keyProgram` is the company's program that hands out keys. */
export type TroubleSource = 'main' | 'window' | 'keyProgram';

export type TroubleLog = {
  file: string;
  /** Never throws: a disk that is full must not make one trouble two. */
  write: (source: TroubleSource, error: unknown) => Promise<void>;
};

/** At this size the file becomes "standby.old.log", and a new one begins. */
const LARGEST_BYTES = 512 * 1024;

/** @param folder made when there is something to write */
export function createTroubleLog(folder: string): TroubleLog {
  const file = join(folder, 'standby.log');
  let opened: Promise<(line: string) => void> | null = null;

  async function open(): Promise<(line: string) => void> {
    // Loaded when it is needed, which is hardly ever.
    const { default: log } = await import('electron-log/node.js');
    log.transports.console.level = false;
    log.transports.file.resolvePathFn = () => file;
    log.transports.file.maxSize = LARGEST_BYTES;
    log.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
    log.transports.file.format = '{y}-{m}-{d}T{h}:{i}:{s}.{ms}{z} {text}';
    return (line) => log.error(line);
  }

  return {
    file,
    write: async (source, error) => {
      try {
        opened ??= open();
        const write = await opened;
        write(`[${source}] ${maskKeys(detailsOf(error))}`);
      } catch {
        // It is tried again with the next error. A rejection would be an error that nobody handles, and so on for ever.
        opened = null;
      }
    },
  };
}

/** What was thrown, in one line, masked: fit to be shown. */
export function troubleInWords(error: unknown): string {
  return maskKeys(error instanceof Error ? error.message : String(error));
}

function detailsOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' ⏎ ');
}
