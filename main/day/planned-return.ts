/**
 * When the agent means to be back, and what follows from the clock. Pure. The deadline is a time of day, so a clock that is
 * put right makes it right too; but what was said once (the reminder, that it is due) is not said again.
 */
import * as z from 'zod/mini';
import { instant } from '../../preload/contract/vocabulary.ts';

/** Remembered over a restart. */
export const plannedReturn = z.object({
  backAt: instant,
  stage: z.discriminatedUnion('name', [
    z.object({ name: z.literal('planned') }),
    z.object({ name: z.literal('reminded') }),
    z.object({ name: z.literal('due'), askAgainAt: instant }),
  ]),
});
export type PlannedReturn = z.infer<typeof plannedReturn>;

export type ReturnEvent =
  /** The end is near; `backAt` is it. */
  | { kind: 'reminder'; backAt: number }
  /** It is time: the agent is to be asked. */
  | { kind: 'due'; backAt: number }
  /** Asked, and nobody answered yet. */
  | { kind: 'askAgain'; backAt: number }
  /** The agent is there and wants to be free without being asked. */
  | { kind: 'goFree'; backAt: number };

const REMINDER_MS = 2 * 60_000;
const MORE_MS = 5 * 60_000;
const ASK_AGAIN_MS = 3 * 60_000;
/** What is known of the agent when the time is up. */
export type AtTheDesk = {
  /** Whether Free may be set without asking: somebody is proved to be there, and automation has not stopped. */
  mayFree: boolean;
  /** The screen is locked, or the computer asleep: a question would not be seen. */
  shut: boolean;
};

/** `hold`: neither; it is looked at again when the screen is unlocked. */
export type Decision = 'ask' | 'free' | 'hold';

/** What to do when the time is up. Free by itself needs both the agent's word, given in the settings, and the agent. */
export function onDue(settings: { freeByItself: boolean }, { mayFree, shut }: AtTheDesk): Decision {
  if (shut) return 'hold';
  return settings.freeByItself && mayFree ? 'free' : 'ask';
}

/** A new plan. One that ends within the reminder's time needs no reminder. */
export function planReturn(backAt: number, now: number): PlannedReturn {
  return { backAt, stage: { name: backAt - now > REMINDER_MS ? 'planned' : 'reminded' } };
}

/** Five minutes more: than was planned, or from now on when that is over. */
export function fiveMore(plan: PlannedReturn, now: number): PlannedReturn {
  return planReturn(Math.max(plan.backAt, now) + MORE_MS, now);
}

/**
 * What the clock brings. At most one event: what was slept through is told by its last part only.
 * @param decide asked only when it is time
 * @returns the plan as it goes on (the same one if nothing happened), or null when it has ended
 */
export function look(
  plan: PlannedReturn,
  now: number,
  decide: () => Decision,
): { plan: PlannedReturn | null; event: ReturnEvent | null } {
  const { backAt, stage } = plan;
  const time = nextEventAt(plan, now);
  if (now < time) return { plan: settled(plan, time), event: null };
  if (stage.name === 'planned' && now < backAt) {
    return { plan: { backAt, stage: { name: 'reminded' } }, event: { kind: 'reminder', backAt } };
  }
  const decision = decide();
  if (decision === 'hold') return { plan, event: null };
  if (decision === 'free') return { plan: null, event: { kind: 'goFree', backAt } };
  const kind = stage.name === 'due' ? 'askAgain' : 'due';
  return {
    plan: { backAt, stage: { name: 'due', askAgainAt: now + ASK_AGAIN_MS } },
    event: { kind, backAt },
  };
}

/** When something happens next if the clock just runs on. Epoch milliseconds. */
export function nextEventAt({ backAt, stage }: PlannedReturn, now: number): number {
  switch (stage.name) {
    case 'planned':
      return backAt - REMINDER_MS;
    case 'reminded':
      return backAt;
    case 'due':
      // Set back, the clock would have us wait for the time it lost as well.
      return Math.min(stage.askAgainAt, now + ASK_AGAIN_MS);
  }
}

/** Somebody is back at the screen: what was asked before, and may not have been seen, is asked again at once. */
export function askAtOnce(plan: PlannedReturn, now: number): PlannedReturn {
  const { backAt, stage } = plan;
  return stage.name === 'due' ? { backAt, stage: { name: 'due', askAgainAt: now } } : plan;
}

function settled(plan: PlannedReturn, askAgainAt: number): PlannedReturn {
  const moved = plan.stage.name === 'due' && plan.stage.askAgainAt !== askAgainAt;
  return moved ? { ...plan, stage: { name: 'due', askAgainAt } } : plan;
}
