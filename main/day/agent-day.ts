/** Joins the agent's day to the agent's status: the log, the planned return, and the limits of breaks. */
import type { BudgetUse, Preferences } from '../../preload/contract/preferences.ts';
import type { AgentState, PlannedReturn as ShownReturn } from '../../preload/contract/state.ts';
import type { Choice } from '../../preload/contract/vocabulary.ts';
import type { Cancel, Time } from '../time.ts';
import { budgetsOf, type BreakLimit, type BreakUse } from './break-budget.ts';
import type { Diary } from './diary.ts';
import type { PlannedReturn } from './planned-return.ts';
import { createReturnService } from './return-service.ts';

export type AgentDayPorts = {
  time: Time;
  diary: Diary;
  preferences: () => Preferences;
  /** Milliseconds since the last key press or mouse movement. */
  lastInputAgoMs: () => number | null;
  savedReturn: PlannedReturn | null;
  saveReturn: (plan: PlannedReturn | null) => void;
  showReturn: (shown: ShownReturn | null) => void;
  showBudgets: (budgets: BudgetUse[]) => void;
  goFree: () => void;
};

export type AgentDay = ReturnType<typeof createAgentDay>;

const MINUTE_MS = 60_000;
const FREE: Choice = { status: 'free', reason: '' };

export function createAgentDay(ports: AgentDayPorts) {
  const { time, diary, preferences, showReturn } = ports;
  let asked = 0;
  let cancelLook: Cancel = () => {};

  const returns = createReturnService(
    {
      time,
      settings: () => ({ freeByItself: preferences().freeWhenDue }),
      lastInputAgoMs: ports.lastInputAgoMs,
      save: (plan) => {
        ports.saveReturn(plan);
        if (!plan) asked = 0;
        showReturn(shown(plan, asked));
      },
      emit: ({ kind, backAt }) => {
        if (kind === 'goFree') {
          diary.write({ kind: 'automatic', at: time.now(), cause: 'plannedReturn', choice: FREE });
          ports.goFree();
          return;
        }
        if (kind === 'reminder') return;
        asked += 1;
        showReturn({ backAt, stage: 'due', asked });
      },
    },
    ports.savedReturn,
  );
  showReturn(shown(returns.current(), asked));

  /** The agent's state changed. */
  function follow(before: AgentState, after: AgentState): void {
    diary.note(before, after);
    if (sameStatus(before, after)) return;
    // The plan was for the break that has just ended.
    if (before.proved?.holds && after.proved?.holds) returns.cancel();
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
    follow,
    lookAtBudgets,
    /** @param backAt epoch milliseconds; null is no plan */
    planReturn: (backAt: number | null) => {
      asked = 0;
      if (backAt === null) returns.cancel();
      else returns.plan(backAt);
    },
    fiveMore: returns.fiveMore,
    /** To be called when the clock may have leapt: on resume and on unlock. */
    check: returns.check,
  };
}

function sameStatus({ proved: one }: AgentState, { proved: other }: AgentState): boolean {
  return one?.holds === other?.holds && one?.status === other?.status && one?.reason === other?.reason;
}

function shown(plan: PlannedReturn | null, asked: number): ShownReturn | null {
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
