/**
 * State transitions of a planned return. Pure. The deadline is a time of day, so a corrected clock corrects it too. An
 * event that was emitted once (reminder, due) is not emitted again.
 */
import type { PlannedReturn } from '../../shared/planned-return.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

export type PlannedReturnEvent =
  /** The deadline `backAt` is near. */
  | { kind: 'reminder'; backAt: number }
  /** The deadline is reached: prompt the agent. */
  | { kind: 'due'; backAt: number }
  /** The agent has not responded to the prompt. */
  | { kind: 'promptAgain'; backAt: number }
  /** The agent is present and the preferences allow Free without a prompt. */
  | { kind: 'goFree'; backAt: number };

const REMINDER_MS = 2 * MINUTE_MS;
const EXTENSION_MS = 5 * MINUTE_MS;
const PROMPT_AGAIN_MS = 3 * MINUTE_MS;
/** Presence of the agent at the deadline. */
export type AgentPresence = {
  /** Whether Free may be set without a prompt: input confirms presence, and automation has not stopped. */
  canGoFree: boolean;
  /** The screen is locked or the computer asleep: a prompt would not be seen. */
  isScreenLocked: boolean;
};

/** `hold`: do nothing until the screen is unlocked. */
export type Decision = 'prompt' | 'free' | 'hold';

/** Decides at the deadline. Automatic Free requires both the preference and confirmed presence. */
export function decideOnDue(
  settings: { autoFree: boolean },
  { canGoFree, isScreenLocked }: AgentPresence,
): Decision {
  if (isScreenLocked) return 'hold';
  return settings.autoFree && canGoFree ? 'free' : 'prompt';
}

/**
 * Creates a plan. A deadline within {@link REMINDER_MS} gets no reminder.
 * @param minutes the chosen duration of the break; null for a time of day
 */
export function planReturn(backAt: number, now: number, minutes: number | null = null): PlannedReturn {
  return { backAt, minutes, stage: { name: backAt - now > REMINDER_MS ? 'planned' : 'reminded' } };
}

/** Extends the deadline by five minutes; an overdue one is extended from now. */
export function extendReturn(plan: PlannedReturn, now: number): PlannedReturn {
  return planReturn(Math.max(plan.backAt, now) + EXTENSION_MS, now);
}

/**
 * Advances the plan to `now`. Emits at most one event: of several missed events only the last.
 * @param decide called only when the deadline is reached
 * @returns the plan that remains (the same object if nothing changed), or null when it has ended
 */
export function advance(
  plan: PlannedReturn,
  now: number,
  decide: () => Decision,
): { plan: PlannedReturn | null; event: PlannedReturnEvent | null } {
  const { backAt, stage } = plan;
  const time = nextEventAt(plan, now);
  if (now < time) return { plan: rescheduled(plan, time), event: null };
  if (stage.name === 'planned' && now < backAt) {
    return { plan: { ...plan, stage: { name: 'reminded' } }, event: { kind: 'reminder', backAt } };
  }
  const decision = decide();
  if (decision === 'hold') return { plan, event: null };
  if (decision === 'free') return { plan: null, event: { kind: 'goFree', backAt } };
  const kind = stage.name === 'due' ? 'promptAgain' : 'due';
  return {
    plan: { ...plan, stage: { name: 'due', promptAgainAt: now + PROMPT_AGAIN_MS } },
    event: { kind, backAt },
  };
}

/** Time of the next event, epoch milliseconds. */
export function nextEventAt({ backAt, stage }: PlannedReturn, now: number): number {
  switch (stage.name) {
    case 'planned':
      return backAt - REMINDER_MS;
    case 'reminded':
      return backAt;
    case 'due':
      // If the clock was set back, do not also wait for the time it lost.
      return Math.min(stage.promptAgainAt, now + PROMPT_AGAIN_MS);
  }
}

/** The agent is back at the screen: an unanswered prompt, which may not have been seen, is due again at once. */
export function promptNow(plan: PlannedReturn, now: number): PlannedReturn {
  return plan.stage.name === 'due' ? { ...plan, stage: { name: 'due', promptAgainAt: now } } : plan;
}

function rescheduled(plan: PlannedReturn, promptAgainAt: number): PlannedReturn {
  const hasMoved = plan.stage.name === 'due' && plan.stage.promptAgainAt !== promptAgainAt;
  return hasMoved ? { ...plan, stage: { name: 'due', promptAgainAt } } : plan;
}
