/** What this instance knows of the agents that somebody listens to or waits for. */
import type { Clock } from '../../../shared/clock.ts';
import type { StreamEvent } from '../../../shared/gateway-api/events.ts';
import type { AgentStatusView } from '../../../shared/gateway-api/status.ts';
import { chunksOf } from '../../../tencent/lists.ts';
import { accountKey } from '../../../tencent/response-schema.ts';
import type { Coordination, CoordinationMessage } from '../../coordination/coordination.ts';
import type { EngineProblem, EngineResult } from '../engine.ts';
import {
  clientGone,
  overloaded,
  readingTimedOut,
  sharedStateUnavailable,
  shuttingDown,
} from '../problems.ts';
import type { SharedCalls } from '../shared-calls.ts';
import { isSameView, toReadingProblem, type UnreadableMessage } from './views.ts';

/** Limit of a reading on request, in milliseconds. */
const READ_TIMEOUT_MS = 10_000;

/** A request whose message was lost, or for which there was no leader, is sent again. In milliseconds. */
const REQUEST_AGAIN_MS = 3_000;

/** Agents for whom a reading is awaited. */
const MAX_WAITS = 50_000;

/** Agents of one message. */
const MAX_REQUESTED = 1_000;

type Listener = (event: StreamEvent) => void;
type Wait = { since: number; resolve: (result: EngineResult<AgentStatusView>) => void };

type Entry = {
  /** As it was written first. */
  agent: string;
  view: AgentStatusView | null;
  /** Whether a later reading has failed. */
  isUnreadable: boolean;
  listeners: Set<Listener>;
  waits: Set<Wait>;
};

export type StatusBoard = {
  onMessage: (message: CoordinationMessage) => void;
  /** A listener that throws is removed. */
  subscribe: (agent: string, listener: Listener) => () => void;
  read: (agents: readonly string[], signal: AbortSignal) => Promise<readonly EngineResult<AgentStatusView>[]>;
  /** Answers what waits. */
  stop: () => void;
};

export function createStatusBoard(deps: {
  clock: Clock;
  coordination: Coordination;
  shared: SharedCalls;
}): StatusBoard {
  const { clock, coordination, shared } = deps;
  const entries = new Map<string, Entry>();
  const toRequest = new Set<string>();
  let waitCount = 0;
  let isTimerSet = false;
  let isStopped = false;

  function entryOf(agent: string): Entry {
    const key = accountKey(agent);
    const known = entries.get(key);
    if (known) return known;
    const entry = {
      agent,
      view: null,
      isUnreadable: false,
      listeners: new Set<Listener>(),
      waits: new Set<Wait>(),
    };
    entries.set(key, entry);
    return entry;
  }

  function discardIfUnused(agent: string): void {
    const entry = entries.get(accountKey(agent));
    if (entry?.listeners.size === 0 && entry.waits.size === 0) entries.delete(accountKey(agent));
  }

  const needsReading = ({ view, isUnreadable, waits }: Entry) =>
    waits.size > 0 || (view === null && !isUnreadable);

  /** Asks the leader for a reading, together with the other requests of the same moment. */
  function request(agent: string): void {
    if (toRequest.size === 0) queueMicrotask(() => void sendRequests());
    toRequest.add(agent);
  }

  async function sendRequests(): Promise<void> {
    const agents = [...toRequest];
    toRequest.clear();
    setRequestTimer();
    for (const part of chunksOf(agents, MAX_REQUESTED)) {
      const sent = await shared.attempt(() => coordination.publish({ type: 'readRequest', agents: part }));
      if (sent.ok) continue;
      for (const agent of part) resolveWaits(agent, Number.POSITIVE_INFINITY, fail(sharedStateUnavailable));
    }
  }

  function setRequestTimer(): void {
    if (isTimerSet) return;
    isTimerSet = true;
    clock.setTimer(REQUEST_AGAIN_MS, () => {
      isTimerSet = false;
      if (isStopped) return;
      for (const entry of entries.values()) if (needsReading(entry)) request(entry.agent);
    });
  }

  /** Answers the waits that began until a time. */
  function resolveWaits(agent: string, until: number, result: EngineResult<AgentStatusView>): void {
    for (const wait of entries.get(accountKey(agent))?.waits ?? []) {
      if (wait.since <= until) wait.resolve(result);
    }
  }

  function emit(entry: Entry, event: StreamEvent): void {
    for (const listener of entry.listeners) {
      try {
        listener(event);
      } catch {
        entry.listeners.delete(listener);
      }
    }
  }

  function onView(view: AgentStatusView): void {
    const entry = entries.get(accountKey(view.agent));
    // A reading that began before the known status was true says nothing about the present.
    if (!entry || (entry.view && view.asOf < entry.view.asOf)) return;
    const isNews = entry.isUnreadable || entry.view === null || !isSameView(entry.view, view);
    entry.view = view;
    entry.isUnreadable = false;
    if (isNews) emit(entry, { event: 'status', data: { ...view, agent: entry.agent } });
    resolveWaits(view.agent, view.asOf, { ok: true, value: view });
  }

  function onUnreadable(message: UnreadableMessage): void {
    const { kind, code, requestId, asOf } = message;
    for (const agent of message.agents) {
      const entry = entries.get(accountKey(agent));
      if (!entry || (entry.view && asOf < entry.view.asOf)) continue;
      if (!entry.isUnreadable)
        emit(entry, { event: 'unreadable', data: { kind, code, requestId, at: asOf } });
      entry.isUnreadable = true;
      resolveWaits(agent, asOf, fail(toReadingProblem(message)));
    }
  }

  function waitFor(agent: string, ends: Set<Wait['resolve']>): Promise<EngineResult<AgentStatusView>> {
    return new Promise((resolve) => {
      const entry = entryOf(agent);
      const wait: Wait = { since: coordination.now(), resolve: end };
      function end(result: EngineResult<AgentStatusView>): void {
        if (!entry.waits.delete(wait)) return;
        waitCount -= 1;
        ends.delete(end);
        discardIfUnused(agent);
        resolve(result.ok ? { ok: true, value: { ...result.value, agent } } : result);
      }
      entry.waits.add(wait);
      ends.add(end);
      waitCount += 1;
      request(agent);
    });
  }

  async function readAll(
    agents: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly EngineResult<AgentStatusView>[]> {
    const ends = new Set<Wait['resolve']>();
    const endAll = (problem: EngineProblem) => {
      for (const end of ends) end(fail(problem));
    };
    const onAbort = () => endAll(clientGone);
    const cancelTimer = clock.setTimer(READ_TIMEOUT_MS, () => endAll(readingTimedOut));
    signal.addEventListener('abort', onAbort, { once: true });
    const waiting = Promise.all(agents.map((agent) => waitFor(agent, ends)));
    if (signal.aborted) onAbort();
    const results = await waiting;
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
    return results;
  }

  return {
    onMessage: (message) => {
      if (message.type === 'statuses') for (const view of message.views) onView(view);
      else if (message.type === 'unreadable') onUnreadable(message);
    },
    subscribe: (agent, listener) => {
      const entry = entryOf(agent);
      if (entry.listeners.size === 0) coordination.setConnected(entry.agent, true);
      entry.listeners.add(listener);
      if (entry.view && !entry.isUnreadable) {
        listener({ event: 'status', data: { ...entry.view, agent: entry.agent } });
      } else request(entry.agent);
      return () => {
        if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return;
        coordination.setConnected(entry.agent, false);
        discardIfUnused(agent);
      };
    },
    read: (agents, signal) => {
      const problem = isStopped ? shuttingDown : overloaded;
      if (isStopped || waitCount + agents.length > MAX_WAITS) {
        return Promise.resolve(agents.map(() => fail(problem)));
      }
      return readAll(agents, signal);
    },
    stop: () => {
      isStopped = true;
      for (const { agent } of entries.values())
        resolveWaits(agent, Number.POSITIVE_INFINITY, fail(shuttingDown));
    },
  };
}

function fail(problem: EngineProblem): { ok: false; problem: EngineProblem } {
  return { ok: false, problem };
}
