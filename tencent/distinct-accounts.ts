/** Which accounts of a list are the same, as the service sees them. */
import { accountKey } from './response-schema.ts';

/** Each account once, as it is written first. */
export function distinctAccounts(agents: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const agent of agents) {
    const account = agent.trim();
    if (account !== '' && !byKey.has(accountKey(account))) byKey.set(accountKey(account), account);
  }
  return [...byKey.values()];
}
