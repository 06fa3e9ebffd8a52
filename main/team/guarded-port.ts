/** The account of a wave, and a port that sends for no other one. */
import type { TeamPort } from './wave-run.ts';

/** Where the calls go. */
export type TeamConnection = { origin: string; sdkAppId: number };

export function isSameConnection(one: TeamConnection, other: TeamConnection): boolean {
  return one.origin === other.origin && one.sdkAppId === other.sdkAppId;
}

/** A wave goes on with the account that it began with, and with no other. */
export function guardPort(
  deps: { connection: () => TeamConnection | null; port: TeamPort },
  connection: TeamConnection,
): TeamPort {
  function assertSame(): void {
    const current = deps.connection();
    if (!current || !isSameConnection(current, connection)) throw new Error('the account was changed');
  }
  return {
    setStatuses: (requests) => {
      assertSame();
      return deps.port.setStatuses(requests);
    },
    readStatuses: (agents) => {
      assertSame();
      return deps.port.readStatuses(agents);
    },
  };
}
