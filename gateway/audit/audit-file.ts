/** Appends the audit log to a file that only its owner can read, or writes it to standard output. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
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
 * @throws the system's error if the file cannot be opened: a gateway does not start without the log that IT has asked for
 */
export function openAuditFile(path: string | null, onError: (error: Error) => void): AuditSink {
  if (path !== null) createFile(path);
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
  let closed: Promise<void> | null = null;
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
      // What ends after the log was closed is not in it.
      if (closed !== null) return false;
      wasDropped = false;
      try {
        stream.write(line);
      } catch {
        // The stream throws if it has no open file; its error event has told why.
        return false;
      }
      return !wasDropped;
    },
    reopen: () => {
      if (path === null || closed !== null) return;
      try {
        createFile(path);
      } catch (error) {
        // The old file is continued. The stream would lose it.
        onError(error instanceof Error ? error : new Error('the file cannot be opened'));
        return;
      }
      stream.reopen();
    },
    close: () => {
      closed ??= new Promise((resolve) => {
        const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
        stream.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        stream.end();
      });
      return closed;
    },
  };
}

/** Creates the file if it is missing, and finds out whether it can be written. The stream would only tell it later. */
function createFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
}
