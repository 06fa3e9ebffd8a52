/** Appends the audit log to a file that only its owner can read, or writes it to standard output. */
import { destination } from 'pino';
import type { AuditSink } from './audit.ts';

/** Bytes that wait for the disk at most. Later lines are dropped and counted. */
const MAX_WAITING_BYTES = 8_000_000;

/** How long `close` waits for the disk, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Opens the file. Rotation is left to the system (logrotate, then SIGHUP).
 * @param path null: standard output
 * @param onError called when the file cannot be written, once until it can be again
 */
export function openAuditFile(path: string | null, onError: (error: Error) => void): AuditSink {
  const stream = destination({
    dest: path ?? 1,
    mkdir: true,
    append: true,
    mode: 0o600,
    sync: false,
    maxLength: MAX_WAITING_BYTES,
  });
  let wasDropped = false;
  let hasFailed = false;
  stream.on('drop', () => {
    wasDropped = true;
  });
  stream.on('error', (error: Error) => {
    if (!hasFailed) onError(error);
    hasFailed = true;
  });
  stream.on('write', () => {
    hasFailed = false;
  });

  return {
    write: (line) => {
      wasDropped = false;
      stream.write(line);
      return !wasDropped;
    },
    reopen: () => {
      if (path !== null) stream.reopen();
    },
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
        stream.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        stream.end();
      }),
  };
}
