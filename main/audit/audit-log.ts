/** The audit log: sends the events of an agent to where the company's policy says. */
import type { LogAccount } from '../activity/log/log-account.ts';
import type { LogEntry } from '../activity/log/log-entry.ts';
import { toAuditEvent, type AuditEvent, type AuditSource } from './audit-event.ts';

export type AuditLog = {
  /** Call it for each entry of the activity log. Never throws. */
  record: (entry: LogEntry, account: LogAccount) => void;
  stop: () => void;
};

export type AuditLogDeps = {
  source: AuditSource;
  /** Where each event goes. One that fails does not keep it from the others. */
  sinks: readonly { send: (event: AuditEvent) => void; stop: () => void }[];
  onError: (error: unknown) => void;
};

export function createAuditLog({ source, sinks, onError }: AuditLogDeps): AuditLog {
  const forEachSink = (action: (sink: AuditLogDeps['sinks'][number]) => void) => {
    for (const sink of sinks) {
      try {
        action(sink);
      } catch (error) {
        onError(error);
      }
    }
  };
  return {
    record: (entry, account) => {
      if (sinks.length === 0) return;
      const event = toAuditEvent(entry, account, source);
      if (event) forEachSink((sink) => sink.send(event));
    },
    stop: () => forEachSink((sink) => sink.stop()),
  };
}
