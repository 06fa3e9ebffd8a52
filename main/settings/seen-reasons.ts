/** Keeps the reasons that the service has reported for the agent and that the agent's list lacks. Pure. */
import { parseEndpoint } from '../../tencent/transport/endpoint.ts';
import type { StatusChoice } from '../../shared/domain.ts';
import type { Reasons } from '../../shared/state.ts';
import { normalizeText } from './normalize-text.ts';
import { validateReason } from './reason-validation.ts';
import type { Settings } from './schema.ts';

export type SeenReasons = Settings['seenReasons'];

/** Maximum number of seen reasons of one status. The newest ones stay. */
export const SEEN_REASONS_MAX = 10;

export const NO_SEEN_REASONS: SeenReasons = { account: '', rest: [], notReady: [] };

/** Identifies the account of the contact center that the settings name; null without one, and for the simulator. */
export function accountId({ mode, account }: Pick<Settings, 'mode' | 'account'>): string | null {
  const address = parseEndpoint(account.edition, account.customAddress);
  const { edition, sdkAppId, agent } = account;
  if (mode !== 'account' || !address.ok) return null;
  if (edition === 'gateway') return `${address.endpoint.origin} ${agent}`;
  return sdkAppId === null ? null : `${address.endpoint.origin} ${sdkAppId} ${agent}`;
}

/**
 * The settings' seen reasons with another one. Reasons of another account are dropped. Returns null if nothing changes:
 * the reason is empty, too long, or there already.
 */
export function withSeenReason(
  settings: Pick<Settings, 'mode' | 'account' | 'seenReasons'>,
  status: Exclude<StatusChoice['status'], 'free'>,
  reason: string,
): SeenReasons | null {
  const account = accountId(settings);
  if (account === null || validateReason(reason) !== null) return null;
  const seen = settings.seenReasons.account === account ? settings.seenReasons : NO_SEEN_REASONS;
  const normalized = normalizeText(reason);
  if (normalized === '' || seen[status].includes(normalized)) return null;
  return { ...seen, account, [status]: [normalized, ...seen[status]].slice(0, SEEN_REASONS_MAX) };
}

/** The seen reasons of the settings' account that its list lacks. */
export function offeredReasons(
  settings: Pick<Settings, 'mode' | 'account' | 'seenReasons'>,
  listed: Reasons,
): Reasons {
  const { account, rest, notReady } = settings.seenReasons;
  if (account !== accountId(settings)) return { rest: [], notReady: [] };
  return {
    rest: rest.filter((reason) => !listed.rest.includes(reason)),
    notReady: notReady.filter((reason) => !listed.notReady.includes(reason)),
  };
}

/** Normalizes seen reasons from a file, which the user may have edited. Invalid ones are dropped. */
export function normalizeSeenReasons({ account, rest, notReady }: SeenReasons): SeenReasons {
  return { account, rest: normalizeList(rest), notReady: normalizeList(notReady) };
}

function normalizeList(reasons: readonly string[]): string[] {
  const valid = reasons.filter((reason) => validateReason(reason) === null).map(normalizeText);
  return [...new Set(valid)].filter((reason) => reason !== '').slice(0, SEEN_REASONS_MAX);
}
