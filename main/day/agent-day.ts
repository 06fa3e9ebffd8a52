/** Joins the agent's day to the agent's status: the log, the planned return, and the limits of breaks. */
import type { BudgetUse, Preferences } from '../../preload/contract/preferences.ts';
import type { AgentState, PlannedReturn as ShownReturn } from '../../preload/contract/state.ts';
import type { Cancel, Time } from '../time.ts';
import { budgetsOf, type BreakLimit, type BreakUse } from './break-budget.ts';
import type { Diary } from './diary.ts';
import { nextEventAt, type AtTheDesk, type PlannedReturn } from './planned-return.ts';
import { createReturnService } from './return-service.ts';

export type AgentDayPorts = {
  time: Time;
  diary: Diary;
  preferences: () => Preferences;
  /** What is known of the agent; asked when a planned return is due. */
  atTheDesk: () => AtTheDesk;
  /** The plan from before a restart. */
  savedReturn: () => PlannedReturn | null;
  saveReturn: (plan: PlannedReturn | null) => void;
  showReturn: (shown: ShownReturn | null) => void;
  showBudgets: (budgets: BudgetUse[]) => void;
  goFree: () => void;
};

export type AgentDay = ReturnType<typeof createAgentDay>;

const MINUTE_MS = 60_000;

export function createAgentDay(ports: AgentDayPorts) {
  const { time, diary, preferences, showReturn } = ports;
  let asked = 0;
  let cancelLook: Cancel = () => {};

  const returns = createReturnService({
    time,
    settings: () => ({ freeByItself: preferences().freeWhenDue }),
    atTheDesk: ports.atTheDesk,
    saved: ports.savedReturn,
    save: (plan) => {
      ports.saveReturn(plan);
      if (!plan) asked = 0;
      showReturn(shownReturn(plan, asked));
    },
    emit: ({ kind, backAt }) => {
      if (kind === 'goFree') {
        ports.goFree();
        return;
      }
      if (kind === 'reminder') return;
      asked += 1;
      showReturn({ backAt, stage: 'due', asked });
    },
  });

  /** The agent's state changed. */
  function follow(before: AgentState, after: AgentState): void {
    diary.note(before, after);
    if (sameStatus(before, after)) return;
    // The plan was for the break that has just ended.
    if ((before.proved?.holds && after.proved?.holds) || isFree(after)) returns.cancel();
    void lookAtBudgets();
  }

  async function lookAtBudgets(): Promise<void> {
    cancelLook();
    const limits = preferences().budgets.map(limitOf);
    if (limits.length === 0) {
      ports.showBudgets([]);
      return;
    }
    const today = await diary.today();
    if (!today) return;
    const { uses, lookAgainAt } = budgetsOf(limits, today, time.now());
    ports.showBudgets(uses.map(usedOf));
    cancelLook();
    // While a limited break runs, what is left of it is kept true to the minute.
    const running = uses.some(
      ({ status, reason }) => status === today.running?.status && reason === today.running.reason,
    );
    const wait = Math.max(lookAgainAt - time.now(), 0) + 1;
    cancelLook = time.after(running ? Math.min(wait, MINUTE_MS) : wait, () => void lookAtBudgets());
  }

  return {
    /** Takes up the plan from before a restart, unless the agent has ended that break meanwhile. */
    start: (agent: AgentState) => {
      if (isFree(agent)) {
        ports.saveReturn(null);
        showReturn(null);
        return;
      }
      returns.start();
      // What it missed has been shown by now, and that it was asked.
      if (asked === 0) showReturn(shownReturn(returns.current(), asked));
    },
    follow,
    lookAtBudgets,
    /** @param backAt epoch milliseconds; null is no plan */
    planReturn: (backAt: number | null) => {
      asked = 0;
      if (backAt === null) returns.cancel();
      else returns.plan(backAt);
    },
    fiveMore: returns.fiveMore,
    /** To be called when somebody is back at the screen: on resume and on unlock. */
    resume: returns.resume,
    /** When the planned return has something to do next, epoch milliseconds; null without a plan. */
    nextReturnAt: () => {
      const plan = returns.current();
      return plan && nextEventAt(plan, time.now());
    },
  };
}

function isFree({ proved }: AgentState): boolean {
  return proved?.holds === true && proved.status === 'free';
}

function sameStatus({ proved: one }: AgentState, { proved: other }: AgentState): boolean {
  return one?.holds === other?.holds && one?.status === other?.status && one?.reason === other?.reason;
}

/** A plan as the surfaces show it. @param asked how often the agent was asked whether they are back */
export function shownReturn(plan: PlannedReturn | null, asked: number): ShownReturn | null {
  if (!plan) return null;
  const stages = { planned: 'planned', reminded: 'soon', due: 'due' } as const;
  return { backAt: plan.backAt, stage: stages[plan.stage.name], asked };
}

function limitOf(budget: Preferences['budgets'][number]): BreakLimit {
  const toMs = (minutes: number | null) => (minutes === null ? null : minutes * MINUTE_MS);
  const { status, reason, breakMinutes, dayMinutes } = budget;
  return { status, reason, oneBreakMs: toMs(breakMinutes), dayMs: toMs(dayMinutes) };
}

const severity = { ok: 0, warning: 1, breached: 2 } as const;

function usedOf({ status, reason, oneBreak, day }: BreakUse): BudgetUse {
  const states = [oneBreak?.state ?? 'ok', day?.state ?? 'ok'];
  const [state = 'ok'] = states.sort((one, other) => severity[other] - severity[one]);
  return {
    status,
    reason,
    breakUsedMs: oneBreak?.usedMs ?? 0,
    breakLimitMs: oneBreak?.limitMs ?? null,
    dayUsedMs: day?.usedMs ?? 0,
    dayLimitMs: day?.limitMs ?? null,
    state,
  };
}
