/** Runs one planned return: owns its timer, saves it, and emits its events. */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import {
  promptNow,
  extendReturn,
  advance,
  nextEventAt,
  decideOnDue,
  planReturn,
  type AgentPresence,
  type PlannedReturnEvent,
} from './planned-return.ts';
import type { PlannedReturn } from '../../shared/planned-return.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

export type PlannedReturnServiceDeps = {
  time: Clock;
  settings: () => { autoFree: boolean };
  /** Presence of the agent. Read when the planned return is due. */
  agentPresence: () => AgentPresence;
  /** The plan saved before a restart. */
  saved: () => PlannedReturn | null;
  /** Receives each event once. The listener prompts the agent or switches the status. */
  emit: (event: PlannedReturnEvent) => void;
  /** Saves the plan across a restart and publishes it; null when there is none. */
  save: (plan: PlannedReturn | null) => void;
};

export type PlannedReturnService = {
  /** Restores the plan saved before a restart. A missed event is emitted before this returns. */
  start: () => void;
  /**
   * Replaces the plan there was.
   * @param backAt epoch milliseconds
   * @param minutes the chosen duration of the break; null, by default, for a time of day
   */
  plan: (backAt: number, minutes?: number | null) => void;
  /** "5 more minutes". */
  extendReturn: () => void;
  /** Ends the plan without an event, also one that was saved and is not restored yet. */
  cancel: () => void;
  /** Call on resume and on unlock: emits a due prompt again. */
  resume: () => void;
  current: () => PlannedReturn | null;
};

/**
 * Maximum timer delay while a plan exists. Timers stop during sleep and ignore changes of the system clock, so the clock
 * is polled this often.
 */
const CHECK_INTERVAL_MS = MINUTE_MS;

/** Creates the service. It does nothing until `start` or `plan` is called. */
export function createPlannedReturnService(deps: PlannedReturnServiceDeps): PlannedReturnService {
  const { time, settings, agentPresence, emit, save } = deps;
  let plan: PlannedReturn | null = null;
  let mayRestore = true;
  let cancelTimer: CancelTimer = () => {};

  /** @param now the time at which the plan was last advanced: an event that becomes due after it must not wait for the interval. */
  function scheduleCheck(now: number): void {
    cancelTimer();
    if (!plan) return;
    const delayMs = nextEventAt(plan, now) - now;
    // A plan held during a locked screen is already due; poll it at the interval.
    cancelTimer = time.setTimer(
      delayMs > 0 ? Math.min(delayMs, CHECK_INTERVAL_MS) : CHECK_INTERVAL_MS,
      check,
    );
  }

  function setPlan(next: PlannedReturn | null): void {
    if (next === plan) return;
    plan = next;
    save(plan);
  }

  function check(): void {
    if (!plan) return;
    const now = time.now();
    const step = advance(plan, now, () => decideOnDue(settings(), agentPresence()));
    setPlan(step.plan);
    scheduleCheck(now);
    // Emit last: the listener may set a new plan.
    if (step.event) emit(step.event);
  }

  return {
    start: () => {
      if (mayRestore) plan ??= deps.saved();
      mayRestore = false;
      check();
    },
    plan: (backAt, minutes = null) => {
      setPlan(planReturn(backAt, time.now(), minutes));
      check();
    },
    extendReturn: () => {
      if (!plan) return;
      const now = time.now();
      setPlan(extendReturn(plan, now));
      scheduleCheck(now);
    },
    cancel: () => {
      if (mayRestore && plan === null) save(null);
      mayRestore = false;
      setPlan(null);
      cancelTimer();
    },
    resume: () => {
      if (plan) setPlan(promptNow(plan, time.now()));
      check();
    },
    current: () => plan,
  };
}
