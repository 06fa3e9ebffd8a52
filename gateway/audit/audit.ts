/**
 * The audit log: who changed whom, and who was refused, as JSON lines. It contains no token and no key. docs/gateway.md lists the
 * events. A log that cannot be written does not stop a switch; lines that are lost are counted.
 */

/** Where lines go. `write` returns false if the line was dropped because too many wait. */
export type AuditSink = {
  write: (line: string) => boolean;
  /** Opens the file anew, after another program has moved it. */
  reopen: () => void;
  /** Resolves when everything was written, or cannot be. */
  close: () => Promise<void>;
};

export type AuditEvent =
  | { event: 'started' | 'stopped'; version: string; instance: string }
  /** A switch that was requested by `by`, with or without success. `from`: null if it is not known. */
  | {
      event: 'switched' | 'notSwitched';
      by: string;
      agent: string;
      from: { status: string; reason: string } | null;
      to: { status: string; reason: string };
      requestId: string | null;
      durationMs: number;
      /** Why it was not switched: kind and code of the failure, and what is known about the status. */
      failure?: { kind: string; code: string; outcome: 'notApplied' | 'unknown' };
    }
  | { event: 'waveStarted'; by: string; wave: string; agents: number; to: { status: string; reason: string } }
  /** A supervisor has read agents. */
  | { event: 'read'; by: string; agents: number }
  /** A request was refused. `by`: null without a valid token. */
  | {
      event: 'refused';
      by: string | null;
      subject: string | null;
      method: string;
      route: string;
      code: string;
      address: string;
    };

export type Audit = { record: (event: AuditEvent) => void; reopen: () => void; close: () => Promise<void> };

/** @param now milliseconds since 1970 */
export function createAudit(sink: AuditSink, now: () => number): Audit {
  let dropped = 0;
  const format = (event: object) => `${JSON.stringify({ time: new Date(now()).toISOString(), ...event })}\n`;

  /** @returns whether nothing is missing in the log now */
  function writeDropped(): boolean {
    if (dropped > 0 && sink.write(format({ event: 'eventsDropped', count: dropped }))) dropped = 0;
    return dropped === 0;
  }

  return {
    record: (event) => {
      if (!writeDropped() || !sink.write(format(event))) dropped += 1;
    },
    reopen: () => sink.reopen(),
    close: () => {
      writeDropped();
      return sink.close();
    },
  };
}
