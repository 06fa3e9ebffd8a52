import type { Cancel, Time } from '../time.ts';
import {
  askAtOnce,
  fiveMore,
  look,
  nextEventAt,
  onDue,
  planReturn,
  type AtTheDesk,
  type PlannedReturn,
  type ReturnEvent,
} from './planned-return.ts';

export type ReturnPorts = {
  time: Time;
  settings: () => { freeByItself: boolean };
  /** What is known of the agent; asked when the time is up. */
  atTheDesk: () => AtTheDesk;
  /** The plan from before a restart. */
  saved: () => PlannedReturn | null;
  /** Hears of each event once. It is the listener who asks the agent, or switches. */
  emit: (event: ReturnEvent) => void;
  /** Remembers the plan over a restart, and shows it; null when there is none any more. */
  save: (plan: PlannedReturn | null) => void;
};

export type ReturnService = {
  /** Takes up the plan from before a restart; what it missed is told before this returns. */
  start: () => void;
  /** @param backAt epoch milliseconds; replaces the plan there was */
  plan: (backAt: number) => void;
  /** "5 more minutes". */
  fiveMore: () => void;
  /** "I'm back", or away no longer for another reason: the plan ends without a word. */
  cancel: () => void;
  /** To be called when somebody is back at the screen: on resume and on unlock. */
  resume: () => void;
  current: () => PlannedReturn | null;
};

/**
 * The longest sleep of a timer. Timers stand still while the computer sleeps and know nothing of a clock that is set, so
 * the clock is looked at this often, though only while there is a plan.
 */
const LOOK_MS = 60_000;

/** Keeps one planned return and tells when its moments come. */
export function createReturnService(ports: ReturnPorts): ReturnService {
  const { time, settings, atTheDesk, emit, save } = ports;
  let plan: PlannedReturn | null = null;
  let cancelTimer: Cancel = () => {};

  function arm(): void {
    cancelTimer();
    if (!plan) return;
    const wait = nextEventAt(plan, time.now()) - time.now();
    // What is held back behind a locked screen is over already: it is looked at now and then.
    cancelTimer = time.after(wait > 0 ? Math.min(wait, LOOK_MS) : LOOK_MS, check);
  }

  function change(next: PlannedReturn | null): void {
    if (next === plan) return;
    plan = next;
    save(plan);
  }

  function check(): void {
    if (!plan) return;
    const seen = look(plan, time.now(), () => onDue(settings(), atTheDesk()));
    change(seen.plan);
    arm();
    // Last, for the listener may plan anew.
    if (seen.event) emit(seen.event);
  }

  return {
    start: () => {
      plan ??= ports.saved();
      check();
    },
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
    resume: () => {
      if (plan) change(askAtOnce(plan, time.now()));
      check();
    },
    current: () => plan,
  };
}
