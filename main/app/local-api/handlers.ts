/**
 * The handlers of the local API: connects its requests with the services. A request of a program is no sign that the agent is present, so
 * none of them counts as a user's action for automation (docs/adr/0023-local-api.md).
 */
import type { DayReport } from '../../../shared/activity.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import { localError, type Outcome } from '../../../shared/local-api/protocol.ts';
import type { Waiting } from '../../../shared/local-api/requests.ts';
import { toIsoTime, type ApiDay, type SwitchResult } from '../../../shared/local-api/results.ts';
import type { TeamRequest } from '../../../shared/local-api/team.ts';
import type { ApiHandlers } from '../../local-api/handlers.ts';
import { normalizeText } from '../../settings/normalize-text.ts';
import { validateReason } from '../../settings/reason-validation.ts';
import { toggleTarget } from '../../status/state.ts';
import type { StatusService } from '../../status/service.ts';
import type { AppStore } from '../store.ts';
import { isSameResult, toStatusResult } from './status-result.ts';
import { waitForOutcome } from './switch-outcome.ts';

const NOT_CONFIGURED = localError('notSetUp', 'notConfigured', 'no account is set up');
const DAY_UNREADABLE = localError('refused', 'dayUnreadable', 'the activity log cannot be read');

export type ApiHandlerDeps = {
  time: Clock;
  store: AppStore;
  status: Pick<StatusService, 'requestStatus' | 'undo'>;
  /** Whether an account is set up, so that requests can be sent. */
  isConfigured: () => boolean;
  /** The report of today; null when the log cannot be read. */
  readToday: () => Promise<DayReport | null>;
  /** A day as CSV, "2026-11-23"; null when the log cannot be read. */
  readCsv: (day: string) => Promise<string | null>;
};

export function createApiHandlers(deps: ApiHandlerDeps): Omit<ApiHandlers, TeamRequest> {
  const { time, store, status } = deps;
  const agent = () => store.getState().agent;

  /** Requests a status and waits for its result. `send` submits an intent in the same turn. */
  function requestAndWait(send: () => void, waiting: Waiting, signal: AbortSignal) {
    send();
    const { intent } = agent();
    // A listener of the state replaced or cancelled it at once.
    if (!intent) return localError('unknown', 'cancelled', 'the request was cancelled at once');
    if (!waiting.wait) return { ok: true, result: { outcome: 'accepted', ...intent.choice } } as const;
    const waitDeps = { time, agent, subscribe: store.subscribe };
    return waitForOutcome(waitDeps, intent, waiting.timeoutSeconds * 1000, signal);
  }

  function requestStatus(
    choice: StatusChoice,
    waiting: Waiting,
    signal: AbortSignal,
    minutes: number | null = null,
  ): Outcome<SwitchResult> | Promise<Outcome<SwitchResult>> {
    if (!deps.isConfigured()) return NOT_CONFIGURED;
    return requestAndWait(() => status.requestStatus(choice, 'commandLine', minutes), waiting, signal);
  }

  return {
    status: () => ({ ok: true, result: toStatusResult(store.getState()) }),

    watch: (_input, { signal, emit }) => {
      let last = toStatusResult(store.getState());
      emit(last);
      return new Promise((resolve) => {
        const unsubscribe = store.subscribe((after, before) => {
          if (
            after.agent === before.agent &&
            after.plannedReturn === before.plannedReturn &&
            after.account === before.account
          )
            return;
          const now = toStatusResult(after);
          if (isSameResult(now, last)) return;
          last = now;
          emit(now);
        });
        signal.addEventListener('abort', () => {
          unsubscribe();
          resolve({ ok: true, result: {} });
        });
      });
    },

    today: async () => {
      const report = await deps.readToday();
      return report ? { ok: true, result: toApiDay(report) } : DAY_UNREADABLE;
    },
    todayCsv: async () => {
      const report = await deps.readToday();
      const csv = report && (await deps.readCsv(report.day));
      return report && csv !== null ? { ok: true, result: { day: report.day, csv } } : DAY_UNREADABLE;
    },

    switch: ({ status: wanted, reason: typed, backInMinutes, ...waiting }, { signal }) => {
      const reason = normalizeText(typed);
      if (validateReason(reason)) return localError('usage', 'reasonTooLong', 'the reason is too long');
      return requestStatus({ status: wanted, reason }, waiting, signal, backInMinutes ?? null);
    },
    toggle: (waiting, { signal }) => requestStatus(toggleTarget(agent()), waiting, signal),
    back: (waiting, { signal }) => {
      if (!store.getState().plannedReturn)
        return localError('refused', 'nothingPlanned', 'no return is planned');
      return requestStatus({ status: 'free', reason: '' }, waiting, signal);
    },
    undo: (waiting, { signal }) => {
      if (!deps.isConfigured()) return NOT_CONFIGURED;
      const offered = agent().undo;
      if (!offered || time.now() >= offered.until)
        return localError('refused', 'nothingToUndo', 'the last switch cannot be undone');
      return requestAndWait(() => status.undo(), waiting, signal);
    },
  };
}

function toApiDay({ day, from, to, switches, totals, segments }: DayReport): ApiDay {
  return {
    day,
    from: toIsoTime(from),
    to: toIsoTime(to),
    switches,
    totals: totals.map(({ status, milliseconds, reasons }) => ({
      status,
      seconds: toSeconds(milliseconds),
      reasons: reasons.map(({ reason, milliseconds: ms }) => ({ reason, seconds: toSeconds(ms) })),
    })),
    segments: segments.map(({ status, reason, from: start, to: end }) => ({
      status,
      reason,
      from: toIsoTime(start),
      to: toIsoTime(end),
    })),
  };
}

function toSeconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds / 1000));
}
