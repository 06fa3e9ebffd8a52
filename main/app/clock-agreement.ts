import type { AppState } from '../../preload/contract/state.ts';

/** An answer of the service this long ago still speaks for the clock. */
const FRESH_MS = 60 * 60_000;

/**
 * Whether another clock agrees with this computer's. The service refuses requests whose time is more than five minutes from
 * its own, so one that it took a short while ago, without any correction, is its word for this clock. The simulator runs on
 * this computer and has no clock of its own.
 * @param now epoch milliseconds
 */
export function clocksAgree({ account, agent }: Pick<AppState, 'account' | 'agent'>, now: number): boolean {
  const { proved, clockAheadMs } = agent;
  if (account.mode !== 'account' || proved === null || clockAheadMs !== null) return false;
  return Math.abs(now - proved.confirmedAt) <= FRESH_MS;
}
