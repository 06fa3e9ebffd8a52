import type { Cancel, Time } from '../time.ts';
import {
  fiveMore,
  look,
  nextEventAt,
  onDue,
  planReturn,
  type PlannedReturn,
  type ReturnEvent,
} from './planned-return.ts';

export type ReturnPorts = {
  time: Time;
  settings: () => { freeByItself: boolean };
  /** Milliseconds since the last key press or mouse movement; null where the system does not tell. */
  lastInputAgoMs: () => number | null;
  /** Hears of each event once. It is the listener who asks the agent, or switches. */
  emit: (event: ReturnEvent) => void;
  /** Remembers the plan over a restart, and shows it; null when there is none any more. */
  save: (plan: PlannedReturn | null) => void;
};

export type ReturnService = {
  /** @param backAt epoch milliseconds; replaces the plan there was */
  plan: (backAt: number) => void;
  /** "5 more minutes". */
  fiveMore: () => void;
  /** "I'm back", or away no longer for another reason: the plan ends without a word. */
  cancel: () => void;
  /** To be called whenever the clock may have leapt: on resume and on unlock. */
  check: () => void;
  current: () => PlannedReturn | null;
};

/**
 * The longest sleep of a timer. Timers stand still while the computer sleeps and know nothing of a clock that is set, so
 * the clock is looked at this often, though only while there is a plan.
 */
const LOOK_MS = 60_000;

/**
 * Keeps one planned return and tells when its moments come.
 * @param saved the plan from before a restart; what it missed is told before this returns
 */
export function createReturnService(ports: ReturnPorts, saved: PlannedReturn | null): ReturnService {
  const { time, settings, lastInputAgoMs, emit, save } = ports;
  let plan = saved;
  let cancelTimer: Cancel = () => {};

  function arm(): void {
    cancelTimer();
    if (!plan) return;
    const wait = nextEventAt(plan, time.now()) - time.now();
    cancelTimer = time.after(Math.min(Math.max(wait, 0), LOOK_MS), check);
  }

  function change(next: PlannedReturn | null): void {
    if (next === plan) return;
    plan = next;
    save(plan);
  }

  function check(): void {
    if (!plan) return;
    const seen = look(plan, time.now(), () => onDue(settings(), lastInputAgoMs()));
    change(seen.plan);
    arm();
    // Last, for the listener may plan anew.
    if (seen.event) emit(seen.event);
  }

  check();
  return {
    plan: (backAt) => {
      change(planReturn(backAt, time.now()));
      check();
    },
    fiveMore: () => {
      if (!plan) return;
      change(fiveMore(plan, time.now()));
      arm();
    },
    cancel: () => {
      change(null);
      arm();
    },
    check,
    current: () => plan,
  };
}
