/** Maps names of version 0.1.0 in log entries to current ones. Lines are never rewritten, so both are read for 180 days. */
import * as z from 'zod/mini';

const KINDS: ReadonlyMap<string, string> = new Map([
  ['drift', 'externalChange'],
  ['observed', 'statusSeen'],
  ['doubted', 'statusInvalidated'],
  ['automatic', 'automated'],
  ['setAside', 'quarantined'],
  ['missed', 'dropped'],
]);

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['askedAt', 'requestedAt'],
  ['provedAt', 'confirmedAt'],
  ['ranUntil', 'lastHeartbeatAt'],
]);

const FAILURE_KINDS: ReadonlyMap<string, string> = new Map([
  ['portalPage', 'captivePortal'],
  ['serviceTrouble', 'serviceError'],
  ['httpTrouble', 'httpServerError'],
  ['answerDamaged', 'malformedResponse'],
  ['answerTooLarge', 'responseTooLarge'],
  ['resourceShort', 'resourceExhausted'],
  ['quotaUsedUp', 'quotaExceeded'],
  ['freeWishStale', 'freeConfirmationRequired'],
  ['notAcceptedNow', 'temporarilyRejected'],
  ['licenceMissing', 'licenseMissing'],
  ['appFault', 'appError'],
]);

const line = z.looseObject({ entry: z.record(z.string(), z.unknown()) });

/** The kind of an entry by its current name. */
export function toCurrentKind(kind: string): string {
  return KINDS.get(kind) ?? kind;
}

/** Converts a parsed line to the current names. A value without an entry is returned unchanged. */
export function toCurrentNames(found: unknown): unknown {
  const parsed = line.safeParse(found);
  if (!parsed.success) return found;
  const named = Object.entries(parsed.data.entry).map(([name, value]) => [
    FIELDS.get(name) ?? name,
    toCurrentValue(name, value),
  ]);
  return { ...parsed.data, entry: Object.fromEntries(named) as unknown };
}

function toCurrentValue(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (name === 'kind') return toCurrentKind(value);
  return name === 'failure' ? (FAILURE_KINDS.get(value) ?? value) : value;
}
