/** Appends events to a file as JSON lines, for a program that collects files. */
import { errorMessage } from '../../shared/errors.ts';
import { appendRotated } from '../runtime/rotated-file.ts';
import { toDroppedEvent, type AuditEvent, type AuditSource } from './audit-event.ts';

/** In bytes. With the previous file there is room for months of an agent. */
const MAX_BYTES = 10_000_000;

export type FileSinkDeps = {
  path: string;
  now: () => number;
  source: AuditSource;
  /** An event could not be written; called once until the next success. */
  log: (message: string) => void;
};

/**
 * Creates a function that appends an event. It writes synchronously, because the app may be about to quit, so the file has to be
 * on a local disk. What cannot be written is counted, and the next event that can be written comes after the count.
 */
export function createFileSink({ path, now, source, log }: FileSinkDeps): (event: AuditEvent) => void {
  let dropped = 0;
  return (event) => {
    const lines = dropped > 0 ? [toDroppedEvent(dropped, now(), source), event] : [event];
    try {
      const text = lines.map(({ fields }) => `${JSON.stringify(fields)}\n`).join('');
      appendRotated(path, text, { oldFile: `${path}.1`, maxBytes: MAX_BYTES });
      dropped = 0;
    } catch (error) {
      if (dropped === 0) log(errorMessage(error));
      dropped += 1;
    }
  };
}
