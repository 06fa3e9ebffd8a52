/** What the leader has reported of the agents, so that it reports differences only. */
import type { AgentStatusView } from '../../../shared/gateway-api/status.ts';
import { isInEffect } from '../../../tencent/request-in-effect.ts';
import { accountKey } from '../../../tencent/response-schema.ts';
import { isSettable } from '../../../tencent/status-names.ts';
import { isSameView } from './views.ts';
import type { CoordinationMessage } from '../../coordination/coordination.ts';

/** Readings may lag behind the answers to switches by this, in milliseconds. */
const LAG_MS = 2_000;

/** Everything is reported again after this, because a message may have been lost. In milliseconds. */
const REPORT_AGAIN_MS = 60_000;

type Reported = { asOf: number; what: AgentStatusView | string };

/** `again`: the reading may lag behind a switch: the agent is to be read again. */
export type Judgement = 'report' | 'same' | 'again';

export function createReported() {
  const reported = new Map<string, Reported>();
  const switched = new Map<string, AgentStatusView>();
  let clearedAt = Number.NEGATIVE_INFINITY;

  const isNewer = (known: Reported | undefined, asOf: number) => known !== undefined && known.asOf > asOf;

  return {
    /** Takes note of switches that any instance has confirmed. */
    onMessage: (message: CoordinationMessage): void => {
      if (message.type !== 'statuses') return;
      for (const view of message.views) {
        // A switch reports no times, and a reading does.
        if (view.lastStatusAt !== null || view.lastOnlineAt !== null) continue;
        const key = accountKey(view.agent);
        switched.set(key, view);
        if (!isNewer(reported.get(key), view.asOf)) reported.set(key, { asOf: view.asOf, what: view });
      }
    },
    /** Judges what a reading says of an agent. With `report`, it counts as reported. */
    judge: (view: AgentStatusView, isRequested: boolean): Judgement => {
      const key = accountKey(view.agent);
      const last = switched.get(key);
      if (last && view.asOf - last.asOf < LAG_MS && isSettable(last.status)) {
        const choice = { status: last.status, reason: last.reason };
        if (!isInEffect(choice, view)) return 'again';
      }
      const known = reported.get(key);
      if (isNewer(known, view.asOf)) return 'same';
      const isSame = known !== undefined && typeof known.what !== 'string' && isSameView(known.what, view);
      reported.set(key, { asOf: view.asOf, what: view });
      return isSame && !isRequested ? 'same' : 'report';
    },
    /** The same for an agent that could not be read. */
    judgeUnreadable: (agent: string, kind: string, asOf: number, isRequested: boolean): Judgement => {
      const key = accountKey(agent);
      const known = reported.get(key);
      if (isNewer(known, asOf)) return 'same';
      reported.set(key, { asOf, what: kind });
      return known?.what === kind && !isRequested ? 'same' : 'report';
    },
    /** A report was lost: it is made again with the next reading. */
    forget: (agents: readonly string[]) => {
      for (const agent of agents) reported.delete(accountKey(agent));
    },
    /** Limits what is kept. Called regularly. */
    prune: (now: number) => {
      for (const [key, view] of switched) if (now - view.asOf > 2 * LAG_MS) switched.delete(key);
      if (now - clearedAt < REPORT_AGAIN_MS && now >= clearedAt) return;
      clearedAt = now;
      reported.clear();
    },
    clear: () => {
      reported.clear();
    },
  };
}
