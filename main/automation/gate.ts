/** Automation gate: every automatic status change goes through it. */
import type { AutomaticSource, StatusChoice } from '../../shared/domain.ts';
import { afterChange, released } from './brake.ts';
import type { Presence } from './presence.ts';

export type AutomationGateDeps = {
  /** Epoch milliseconds. */
  now: () => number;
  presence: () => Presence;
  /** Whether an account is set up and requests can be sent. */
  isConnected: () => boolean;
  requestStatus: (choice: StatusChoice, source: AutomaticSource) => void;
  /** Writes the change to the activity log before it is made. */
  logChange: (cause: AutomaticSource, choice: StatusChoice) => void;
  /** Shows that automation has stopped, and since when (epoch milliseconds); null when it resumes. */
  showStopped: (stoppedAt: number | null) => void;
};

export type AutomationGate = {
  /** Whether such a change is allowed now. */
  isAllowed: (choice: StatusChoice) => boolean;
  /** Makes the change if it is allowed. @returns whether it was */
  change: (choice: StatusChoice, source: AutomaticSource) => boolean;
  /** A user chose a status or answered a prompt: automation resumes. */
  resume: () => void;
};

/**
 * While automation is stopped, changes to an away status are blocked too: a flickering lock screen is one of the causes
 * it protects against.
 */
export function createAutomationGate(deps: AutomationGateDeps): AutomationGate {
  let brake = released;

  function isAllowed({ status }: StatusChoice): boolean {
    if (brake.stoppedAt !== null || !deps.isConnected()) return false;
    return status !== 'free' || deps.presence().verdict === 'present';
  }

  return {
    isAllowed,
    change: (choice, source) => {
      if (!isAllowed(choice)) return false;
      brake = afterChange(brake, deps.now());
      deps.logChange(source, choice);
      deps.requestStatus(choice, source);
      if (brake.stoppedAt !== null) deps.showStopped(brake.stoppedAt);
      return true;
    },
    resume: () => {
      const wasStopped = brake.stoppedAt !== null;
      brake = released;
      if (wasStopped) deps.showStopped(null);
    },
  };
}
