/** Formats events as syslog messages: RFC 5424, framed by their length as RFC 6587 and RFC 5425 require. Pure. */
import type { AuditEvent } from './audit-event.ts';

/** "log audit" of RFC 5424, table 1. */
const FACILITY = 13;

/** RFC 5424, table 2. */
const SEVERITIES = { warning: 4, info: 6 } as const;

const MAX_HOST = 255;

/** One framed message. The event is JSON in ASCII, so that no receiver has to guess the encoding. */
export function toSyslogFrame({ time, event, severity, fields }: AuditEvent, processId: number): string {
  const priority = FACILITY * 8 + SEVERITIES[severity];
  const host = toHeaderValue(String(fields.host), MAX_HOST);
  const message = `<${priority}>1 ${time} ${host} Standby ${processId} ${event} - ${toAsciiJson(fields)}`;
  return `${message.length} ${message}`;
}

/** Escapes what is not ASCII. */
function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A field of the header has visible ASCII only; "-" stands for none. */
function toHeaderValue(text: string, maxLength: number): string {
  return text.replace(/[^\x21-\x7e]/g, '').slice(0, maxLength) || '-';
}
