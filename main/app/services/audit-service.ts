/** Creates the audit log that the company's policy asks for. Imported only where there is one. */
import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { createAuditLog, type AuditLog, type AuditLogDeps } from '../../audit/audit-log.ts';
import { createFileSink } from '../../audit/file-sink.ts';
import { connectToCollector } from '../../audit/syslog-connection.ts';
import { createSyslogSink } from '../../audit/syslog-sink.ts';
import { companyAuthorities } from '../../settings/policy/apply-ca-bundle.ts';
import { parseSyslogAddress } from '../../settings/policy/audit-log-policy.ts';
import type { Policy } from '../../settings/policy/policy-schema.ts';
import type { Clock } from '../../../shared/clock.ts';

export type AuditServiceDeps = {
  policy: Policy;
  /** User ids that may own the company's CA bundle and its parent folders. */
  owners: readonly number[];
  version: string;
  time: Clock;
  log: (message: string) => void;
  onError: (error: unknown) => void;
};

export function createAuditService({ policy, time, ...deps }: AuditServiceDeps): AuditLog {
  const { file, syslog } = policy.auditLog ?? {};
  const user = userName();
  const source = { host: hostname(), user, version: deps.version, policyHash: hashPolicy(policy) };
  const collector = syslog === undefined ? null : parseSyslogAddress(syslog);
  const authorities = companyAuthorities(policy.caBundle, {
    owners: deps.owners,
    platform: process.platform,
  });
  const sinks: AuditLogDeps['sinks'][number][] = [];
  if (file !== undefined) {
    const path = file.replaceAll('{user}', toFileName(user));
    const log = (message: string) => deps.log(`${path}: ${message}`);
    sinks.push({ send: createFileSink({ path, now: time.now, source, log }), stop: () => {} });
  }
  if (collector) {
    sinks.push(
      createSyslogSink({
        time,
        source,
        connect: () => connectToCollector(collector, authorities),
        connectEvent: collector.kind === 'tls' ? 'secureConnect' : 'connect',
        processId: process.pid,
        log: (message) => deps.log(`${syslog ?? ''}: ${message}`),
      }),
    );
  }
  return createAuditLog({ source, sinks, onError: deps.onError });
}

/** Tells which settings applied to an event. The same policy has the same hash on every computer. */
export function hashPolicy(policy: Policy): string {
  const sorted = Object.entries(policy).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list of users has no name.
    return '';
  }
}

/** A name that stays in its folder. */
function toFileName(user: string): string {
  return user.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_') || '_';
}
