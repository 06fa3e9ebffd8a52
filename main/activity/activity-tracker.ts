/** Connects the agent's status to the activity log, the planned return and the break limits. */
import type { BreakLimitUsage, Preferences } from '../../shared/preferences.ts';
import type { ReturnPlan } from '../../shared/ipc/ipc-schema.ts';
import type { AgentState, PlannedReturn as PublicReturn } from '../../shared/state.ts';
import { reasonChoice, sameChoice, type ReasonChoice } from '../../shared/domain.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { fulfilledRequest, type FulfilledRequest } from './fulfilled-request.ts';
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
  agent: () => AgentState;
  /** Presence of the agent. Read when a planned return is due. */
  agentPresence: () => AgentPresence;
  /** The plan saved before a restart. */
  savedReturn: () => PlannedReturn | null;
  saveReturn: (plan: PlannedReturn | null) => void;
  showReturn: (shown: PublicReturn | null) => void;
  showLimitUsage: (usage: BreakLimitUsage[]) => void;
  goFree: () => void;
  /** The agent chose a duration for the current reason; null is "not set". */
  rememberDuration: (choice: ReasonChoice) => void;
  /** A choice of the agent with a reason was confirmed. */
  rememberChoice: (choice: ReasonChoice) => void;
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
    emit: ({ kind }) => {
      if (kind === 'goFree') {
        deps.goFree();
        return;
      }
      if (kind === 'reminder') return;
      promptCount += 1;
      showReturn(toPublicReturn(returnService.current(), promptCount));
    },
  });

  /** Logs a change of the agent's state; cancels the planned return when the break ended, and refreshes the limits. */
  function onAgentChange(before: AgentState, after: AgentState): void {
    activityHistory.recordChange(before, after);
    const fulfilled = fulfilledRequest(before, after);
    // The plan belonged to the break that has just ended.
    if (endsBreak(before, after, fulfilled !== null)) returnService.cancel();
    if (fulfilled) followRequest(fulfilled);
    if (!isSameStatus(before, after)) void refreshLimits();
  }

  /** Plans the return that was requested together with the status, and remembers the reason. */
  function followRequest({ request, startedAt }: FulfilledRequest): void {
    const { choice, minutes, source } = request;
    if (minutes !== null) planAfter(minutes, startedAt);
    const withReason = reasonChoice.safeParse({ ...choice, minutes });
    const isAgents = source === 'window' || source === 'tray' || source === 'shortcut';
    if (isAgents && withReason.success) deps.rememberChoice(withReason.data);
  }

  function planAfter(minutes: number, startedAt: number): void {
    promptCount = 0;
    returnService.plan(startedAt + minutes * MINUTE_MS, minutes);
  }

  function planReturn(plan: ReturnPlan): void {
    promptCount = 0;
    if (plan !== null && 'backAt' in plan) {
      returnService.plan(plan.backAt, null);
      return;
    }
    const { confirmed } = deps.agent();
    const minutes = plan?.minutes ?? null;
    const current = confirmed?.isValid ? reasonChoice.safeParse({ ...confirmed, minutes }) : null;
    if (current?.success) deps.rememberDuration(current.data);
    if (minutes === null) returnService.cancel();
    else planAfter(minutes, time.now());
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
    /** Plans the return from the current status; a duration, and null for none, are remembered for its reason. */
    planReturn,
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

/**
 * Whether a change ends the break: the status changed while it was known, or the agent is free. The break also ends when a
 * switch to another status is confirmed after the status was in doubt.
 */
function endsBreak(before: AgentState, after: AgentState, isSwitch: boolean): boolean {
  const { confirmed: old } = before;
  const { confirmed: current } = after;
  if (isFree(after)) return !isSameStatus(before, after);
  if (!current?.isValid) return false;
  return isSwitch ? !old || !sameChoice(old, current) : old?.isValid === true && !sameChoice(old, current);
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
  const { backAt, minutes } = plan;
  return { backAt, minutes, stage: stages[plan.stage.name], promptCount };
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
