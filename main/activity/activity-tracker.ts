/** Connects the agent's status to the activity log, the planned return and the break limits. */
import type { BreakLimitUsage, Preferences } from '../../shared/preferences.ts';
import type { AgentState, PlannedReturn as PublicReturn } from '../../shared/state.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { evaluateLimits, type BreakLimit, type LimitUsage } from './break-limits.ts';
import type { ActivityHistory } from './report/activity-history.ts';
import type { PlannedReturn } from '../../shared/planned-return.ts';
import { nextEventAt, type AgentPresence } from './planned-return.ts';
import { createPlannedReturnService } from './planned-return-service.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

export type ActivityTrackerDeps = {
  time: Clock;
  activityHistory: ActivityHistory;
  preferences: () => Preferences;
  /** Presence of the agent. Read when a planned return is due. */
  agentPresence: () => AgentPresence;
  /** The plan saved before a restart. */
  savedReturn: () => PlannedReturn | null;
  saveReturn: (plan: PlannedReturn | null) => void;
  showReturn: (shown: PublicReturn | null) => void;
  showLimitUsage: (usage: BreakLimitUsage[]) => void;
  goFree: () => void;
};

export type ActivityTracker = ReturnType<typeof createActivityTracker>;

export function createActivityTracker(deps: ActivityTrackerDeps) {
  const { time, activityHistory, preferences, showReturn } = deps;
  let promptCount = 0;
  let cancelRefresh: CancelTimer = () => {};
  /** Identifies a refresh. A slow disk may return an earlier one last, for an account that is no longer in use. */
  let refreshCount = 0;

  const returnService = createPlannedReturnService({
    time,
    settings: () => ({ autoFree: preferences().autoFreeAtReturn }),
    agentPresence: deps.agentPresence,
    saved: deps.savedReturn,
    save: (plan) => {
      deps.saveReturn(plan);
      if (!plan) promptCount = 0;
      showReturn(toPublicReturn(plan, promptCount));
    },
    emit: ({ kind, backAt }) => {
      if (kind === 'goFree') {
        deps.goFree();
        return;
      }
      if (kind === 'reminder') return;
      promptCount += 1;
      showReturn({ backAt, stage: 'due', promptCount });
    },
  });

  /** Logs a change of the agent's state; cancels the planned return when the break ended, and refreshes the limits. */
  function onAgentChange(before: AgentState, after: AgentState): void {
    activityHistory.recordChange(before, after);
    if (isSameStatus(before, after)) return;
    // The plan belonged to the break that has just ended.
    if ((before.confirmed?.isValid && after.confirmed?.isValid) || isFree(after)) returnService.cancel();
    void refreshLimits();
  }

  async function refreshLimits(): Promise<void> {
    cancelRefresh();
    refreshCount += 1;
    const refreshId = refreshCount;
    const limits = preferences().breakLimits.map(fromPreference);
    if (limits.length === 0) {
      deps.showLimitUsage([]);
      return;
    }
    const summary = await activityHistory.today();
    if (!summary || refreshId !== refreshCount) return;
    const { usages, nextCheckAt } = evaluateLimits(limits, summary, time.now());
    deps.showLimitUsage(usages.map(toDto));
    cancelRefresh();
    // While a limited break runs, refresh its remaining time every minute.
    const isRunning = usages.some(
      ({ status, reason }) => status === summary.running?.status && reason === summary.running.reason,
    );
    const delayMs = Math.max(nextCheckAt - time.now(), 0) + 1;
    cancelRefresh = time.setTimer(
      isRunning ? Math.min(delayMs, MINUTE_MS) : delayMs,
      () => void refreshLimits(),
    );
  }

  return {
    /** Restores the plan saved before a restart, unless the agent is free meanwhile. */
    start: (agent: AgentState) => {
      if (isFree(agent)) {
        deps.saveReturn(null);
        showReturn(null);
        return;
      }
      returnService.start();
      // A missed event has already set the prompt and its count.
      if (promptCount === 0) showReturn(toPublicReturn(returnService.current(), promptCount));
    },
    onAgentChange,
    refreshLimits,
    /** @param backAt epoch milliseconds; null is no plan */
    planReturn: (backAt: number | null) => {
      promptCount = 0;
      if (backAt === null) returnService.cancel();
      else returnService.plan(backAt);
    },
    extendReturn: returnService.extendReturn,
    /** Call on resume and on unlock: prompts again if the planned return is due. */
    resume: returnService.resume,
    /** Time of the next event of the planned return, epoch milliseconds; null without a plan. */
    nextReturnAt: () => {
      const plan = returnService.current();
      return plan && nextEventAt(plan, time.now());
    },
  };
}

function isFree({ confirmed }: AgentState): boolean {
  return confirmed?.isValid === true && confirmed.status === 'free';
}

function isSameStatus({ confirmed: one }: AgentState, { confirmed: other }: AgentState): boolean {
  return one?.isValid === other?.isValid && one?.status === other?.status && one?.reason === other?.reason;
}

/** Converts a plan to its public state. @param promptCount number of prompts shown for this plan */
export function toPublicReturn(plan: PlannedReturn | null, promptCount: number): PublicReturn | null {
  if (!plan) return null;
  const stages = { planned: 'planned', reminded: 'soon', due: 'due' } as const;
  return { backAt: plan.backAt, stage: stages[plan.stage.name], promptCount };
}

function fromPreference(preference: Preferences['breakLimits'][number]): BreakLimit {
  const toMs = (minutes: number | null) => (minutes === null ? null : minutes * MINUTE_MS);
  const { status, reason, breakMinutes, dayMinutes } = preference;
  return { status, reason, oneBreakMs: toMs(breakMinutes), dayMs: toMs(dayMinutes) };
}

const severity = { ok: 0, warning: 1, breached: 2 } as const;

function toDto({ status, reason, oneBreak, day }: LimitUsage): BreakLimitUsage {
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
