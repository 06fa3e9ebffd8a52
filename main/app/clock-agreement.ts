/** Decides whether the system clock agrees with the service's clock. */
import type { AppState } from '../../shared/state.ts';
import { HOUR_MS } from '../../shared/time-units.ts';

/** A response up to this age counts as confirmation of the clock. */
const FRESH_MS = HOUR_MS;

/**
 * Whether another clock agrees with the system clock. The service rejects requests whose time differs from its own by more
 * than five minutes, so a recent request that it accepted without correction confirms this clock. The simulator runs on this
 * computer and has no clock of its own.
 * @param now epoch milliseconds
 */
export function clocksAgree({ account, agent }: Pick<AppState, 'account' | 'agent'>, now: number): boolean {
  const { confirmed, clockSkewMs } = agent;
  if (account.mode !== 'account' || confirmed === null || clockSkewMs !== null) return false;
  return Math.abs(now - confirmed.confirmedAt) <= FRESH_MS;
}
