/** The one gate through which every change goes that no person has asked for. */
import type { AutomaticCause } from '../../preload/contract/day.ts';
import type { Choice, Source } from '../../preload/contract/vocabulary.ts';
import { afterChange, released } from './brake.ts';
import type { Presence } from './presence.ts';

/** What changes the status without being asked. */
export type AutomaticSource = Extract<Source, AutomaticCause>;

export type GatePorts = {
  /** Epoch milliseconds. */
  now: () => number;
  presence: () => Presence;
  /** Whether an account is set up, and its requests can leave. */
  connected: () => boolean;
  choose: (choice: Choice, source: Source) => void;
  /** Puts it on record, before it is done. */
  note: (cause: AutomaticSource, choice: Choice) => void;
  /** Shows that automation has stopped, and since when (epoch milliseconds); null when it goes on. */
  showStop: (stoppedAt: number | null) => void;
};

export type AutomationGate = {
  /** Whether such a change would be made now. */
  allows: (choice: Choice) => boolean;
  /** Makes the change, where that is allowed. @returns whether it was */
  change: (choice: Choice, source: AutomaticSource) => boolean;
  /** A person chose something, or answered: automation begins anew. */
  person: () => void;
};

/**
 * While it has stopped nothing is changed by itself, not even to be away: a lock screen that flickers is one of the things
 * that it stops.
 */
export function createAutomationGate(ports: GatePorts): AutomationGate {
  let brake = released;

  function allows({ status }: Choice): boolean {
    if (brake.stoppedAt !== null || !ports.connected()) return false;
    return status !== 'free' || ports.presence().verdict === 'present';
  }

  return {
    allows,
    change: (choice, source) => {
      if (!allows(choice)) return false;
      brake = afterChange(brake, ports.now());
      ports.note(source, choice);
      ports.choose(choice, source);
      if (brake.stoppedAt !== null) ports.showStop(brake.stoppedAt);
      return true;
    },
    person: () => {
      const stopped = brake.stoppedAt !== null;
      brake = released;
      if (stopped) ports.showStop(null);
    },
  };
}
