/**
 * Events of the audit log, for the company's security monitoring: each confirmed switch, failure and automatic action of an agent.
 * docs/audit-log.md describes them. Pure.
 */
import type { LogAccount } from '../activity/log/log-account.ts';
import type { LogEntry } from '../activity/log/log-entry.ts';

/** Facts that are the same for all events of a run. */
export type AuditSource = {
  /** Name of the computer. */
  host: string;
  /** The user of the operating system. */
  user: string;
  /** Version of Standby. */
  version: string;
  /** Hash of the settings of the company's policy that apply. */
  policyHash: string;
};

export type AuditEvent = {
  /** In ISO 8601, UTC, by this computer's clock. */
  time: string;
  event: AuditEventName;
  severity: 'info' | 'warning';
  /** Event, time and source, without a secret. */
  fields: Readonly<Record<string, unknown>>;
};

export type AuditEventName =
  | 'appStarted'
  | 'appStopped'
  | 'accountOpened'
  | 'accountClosed'
  | 'statusSwitched'
  | 'switchFailed'
  | 'readingFailed'
  | 'statusChangedElsewhere'
  | 'automaticAction'
  | 'eventsDropped';

/** The event of an entry of the activity log; null if it is none, or belongs to the simulator. */
export function toAuditEvent(entry: LogEntry, account: LogAccount, source: AuditSource): AuditEvent | null {
  if (account.mode === 'simulator') return null;
  const { endpoint, sdkAppId, agent } = account;
  const create = (
    event: AuditEventName,
    details: Record<string, unknown> = {},
    severity: AuditEvent['severity'] = 'info',
  ) => createEvent(event, severity, entry.at, source, { agent, endpoint, sdkAppId, ...details });

  switch (entry.kind) {
    case 'started':
      return create('appStarted');
    case 'stopped':
      return create('appStopped');
    case 'accountOpened':
    case 'accountClosed':
      return create(entry.kind);
    case 'switched': {
      const { from, to, source: requestedBy, requestedAt, attempts, requestId } = entry;
      const durationMs = entry.confirmedAt - requestedAt;
      return create('statusSwitched', { from, to, requestedBy, durationMs, attempts, requestId });
    }
    case 'failed': {
      const { choice, failure, code, requestId } = entry;
      return choice
        ? create('switchFailed', { to: choice, failure, code, requestId }, 'warning')
        : create('readingFailed', { failure, code, requestId }, 'warning');
    }
    case 'externalChange': {
      const { from, to, after, before } = entry;
      return create('statusChangedElsewhere', { from, to, after: toIso(after), before: toIso(before) });
    }
    case 'automated':
      return create('automaticAction', { cause: entry.cause, to: entry.choice });
    case 'statusSeen':
    case 'statusInvalidated':
    case 'notInUse':
    case 'quarantined':
    case 'dropped':
    case 'trimmed':
      return null;
  }
}

/** The event that says how many events before it could not be delivered. */
export function toDroppedEvent(count: number, at: number, source: AuditSource): AuditEvent {
  return createEvent('eventsDropped', 'warning', at, source, { count });
}

function createEvent(
  event: AuditEventName,
  severity: AuditEvent['severity'],
  at: number,
  { host, user, version, policyHash }: AuditSource,
  details: Record<string, unknown>,
): AuditEvent {
  const time = toIso(at);
  const fields = { time, event, severity, host, user, version, policyHash, ...details };
  return { time, event, severity, fields };
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
