/** The exit codes of the command line. Scripts depend on them (docs/automation.md). */
import type { ErrorCategory } from '../shared/local-api/protocol.ts';
import type { SwitchResult } from '../shared/local-api/results.ts';

export const EXIT = {
  /** Confirmed by the service, or the question is answered. With `--no-wait`: the request was accepted. */
  confirmed: 0,
  /** Refused by the service, or there is nothing to do. The status is as it was. */
  refused: 1,
  /** The command line was not understood. Nothing was sent. */
  usage: 2,
  /** Standby does not run, or the result is not known. */
  unknown: 3,
  /** No account is set up, the key was refused, or the settings do not allow it. */
  notSetUp: 4,
  /** The agent is in a call. The service sets the status after it. */
  reserved: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOfError(category: ErrorCategory): ExitCode {
  return EXIT[category];
}

export function exitCodeOfSwitch({ outcome }: SwitchResult): ExitCode {
  return outcome === 'reserved' ? EXIT.reserved : EXIT.confirmed;
}
