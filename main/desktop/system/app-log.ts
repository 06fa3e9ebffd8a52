/**
 * The app's own log, for support: one line for each event, with masked keys, in a rotated file. Errors are written at once.
 * Other lines are collected first, so that an event costs no access to the disk.
 */
import { join } from 'node:path';
import { maskKeys } from '../../../tencent/redact/redact.ts';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { appendRotated } from '../../runtime/rotated-file.ts';

/** `info`: what support needs to tell what happened, and when. `debug`: what happens all the time, such as a reading. */
type LogLevel = 'error' | 'info' | 'debug';

/** The part of the app that a line is about. `keyProgram` is the company's credential process. */
export type LogScope =
  | 'main'
  | 'window'
  | 'keyProgram'
  | 'keychain'
  | 'account'
  | 'signIn'
  | 'gateway'
  | 'status'
  | 'polling'
  | 'shortcuts'
  | 'presence'
  | 'localApi'
  | 'onStatus'
  | 'auditLog';

export type LogLine = { level: LogLevel; scope: LogScope; message: unknown };

export type AppLog = {
  file: string;
  /** Never throws: a full disk must not cause a second error. */
  write: (line: LogLine) => void;
  /** Does not mask these words in later lines, although they look like keys: the service's documented error codes. */
  keepReadable: (words: readonly string[]) => void;
  /** Writes the collected lines now. Never throws. */
  flush: () => void;
};

/** At this size the file is renamed to "standby.old.log" and a new one is started. Both last about two weeks of work. */
const MAX_BYTES = 1024 * 1024;
const FLUSH_DELAY_MS = 5_000;
/** Bounds the memory that collected lines take. */
const MAX_COLLECTED_LINES = 200;

/** @param folder created on the first write */
export function createAppLog(folder: string, time: Pick<Clock, 'now' | 'setTimer'>): AppLog {
  const file = join(folder, 'standby.log');
  const rotation = { oldFile: join(folder, 'standby.old.log'), maxBytes: MAX_BYTES };
  let readable: ReadonlySet<string> = new Set();
  let collected: string[] = [];
  let cancelFlush: CancelTimer = () => {};

  function flush(): void {
    cancelFlush();
    const lines = collected.join('');
    collected = [];
    try {
      if (lines !== '') appendRotated(file, lines, rotation);
    } catch {
      // Reporting this error would fail in the same way, endlessly.
    }
  }

  function write({ level, scope, message }: LogLine): void {
    const text = maskKeys(toDetails(message), readable);
    collected.push(`${new Date(time.now()).toISOString()} ${level} [${scope}] ${text}\n`);
    if (level === 'error' || collected.length >= MAX_COLLECTED_LINES) flush();
    else if (collected.length === 1) cancelFlush = time.setTimer(FLUSH_DELAY_MS, flush);
  }

  function keepReadable(words: readonly string[]): void {
    readable = new Set(words.flatMap((word) => [word, ...word.split('.')]));
  }

  return { file, write, keepReadable, flush };
}

/** Message of a thrown value, masked, fit to be shown to the user. */
export function toUserMessage(error: unknown): string {
  return maskKeys(error instanceof Error ? error.message : String(error));
}

/** Longer than any message with its stack; in UTF-16 code units. */
const MAX_DETAILS_LENGTH = 64_000;

function toDetails(message: unknown): string {
  return toSingleLine(message instanceof Error ? (message.stack ?? message.message) : String(message));
}

/** Joins the trimmed lines of a text. Linear time: each character is visited once. */
export function toSingleLine(text: string): string {
  return text
    .slice(0, MAX_DETAILS_LENGTH)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ⏎ ');
}
