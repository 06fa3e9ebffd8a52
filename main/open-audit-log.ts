/** Opens the audit log that the company's policy asks for. */
import { app } from 'electron';
import { policyLocation } from './desktop/system/platform.ts';
import type { ErrorReporter } from './desktop/system/uncaught-errors.ts';
import type { Policy } from './settings/policy/policy-schema.ts';
import { systemClock as time } from '../shared/clock.ts';

/** Imports the audit log only where the policy has one: most companies have none. */
export async function openAuditLog(
  policy: Policy,
  log: ErrorReporter['log'],
  onError: (error: unknown) => void,
) {
  if (!policy.auditLog) return null;
  const { createAuditService } = await import('./app/services/audit-service.ts');
  return createAuditService({
    policy,
    owners: policyLocation().owners,
    version: app.getVersion(),
    time,
    log: (message) => log.write({ level: 'error', scope: 'auditLog', message }),
    onError,
  });
}
