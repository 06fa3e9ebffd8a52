/** Sends the intents of agents: one call for an agent at a time, up to ten agents a call, as the rate limit allows. */
import type { AgentStatusView, SwitchResult } from '../../../shared/gateway-api/status.ts';
import type { CancelTimer } from '../../../shared/clock.ts';
import { accountKey } from '../../../tencent/response-schema.ts';
import { MAX_AGENTS_PER_SWITCH } from '../../../tencent/staff-status.ts';
import type { EngineProblem, EngineResult, SwitchIntent } from '../engine.ts';
import { toSwitchedView } from './outcomes.ts';
import { overloaded, sharedStateUnavailable, shuttingDown, superseded } from '../problems.ts';
import type { CallDeps } from '../call-deps.ts';
import { createReadBack } from './read-back.ts';
import { sendCall, type Verdict } from './send-call.ts';
import { delay } from '../shared-calls.ts';
import {
  createSwitchQueue,
  staleness,
  type Priority,
  type QueueItem,
  type Superseded,
} from './switch-queue.ts';

/** Calls at the same time. With an answer after a second, 20 calls a second need 20. */
const MAX_IN_FLIGHT = 32;

/** Intents that wait. At 200 a second the last of them leaves after 100 s. */
const MAX_WAITING = 20_000;

/** When an intent is tried again whose agent has a call in flight elsewhere, in milliseconds. */
const BUSY_RETRY_MS = 100;

/** How often intents that wait are checked at least, in milliseconds. */
const MAX_IDLE_MS = 1_000;

export type Switcher = {
  /** Resolves to the answer. Never rejects. */
  send: (
    intent: SwitchIntent,
    options: { priority: Priority; readFirst: boolean },
  ) => Promise<EngineResult<SwitchResult>>;
  /** Answers what waits, and resolves when the calls in flight have been answered. */
  stop: () => Promise<void>;
};

export function createSwitcher(deps: CallDeps & { onSwitched: (view: AgentStatusView) => void }): Switcher {
  const { clock, coordination, shared, observer } = deps;
  const queue = createSwitchQueue();
  const readBack = createReadBack(deps);
  const inFlightKeys = new Set<string>();
  const calls = new Set<Promise<void>>();
  let isStopping = false;
  let pumping: Promise<void> | null = null;
  let numbering = 0;
  let cancelIdle: CancelTimer = () => undefined;
  const isExcluded = (key: string) => inFlightKeys.has(key);

  function fail(item: Superseded, problem: EngineProblem): void {
    const outcome = item.mayBeApplied ? 'unknown' : problem.outcome;
    item.settle({ ok: false, problem: { ...problem, outcome } });
  }

  function failWaiting(problem: EngineProblem): void {
    for (const [item] of queue.removeWhere(() => problem)) fail(item, problem);
  }

  function putBack(item: QueueItem, problem: EngineProblem): void {
    if (isStopping) fail(item, problem);
    else {
      const older = queue.putBack(item);
      if (older) fail(older, superseded);
    }
  }

  function reportQueue(): void {
    observer.onQueue({ waiting: queue.size(), inFlight: calls.size });
  }

  function wake(): void {
    if (pumping || isStopping) return;
    cancelIdle();
    pumping = pump().then(() => {
      pumping = null;
      reportQueue();
      if (queue.size() > 0 && calls.size < MAX_IN_FLIGHT && queue.hasReady(clock.now(), isExcluded)) wake();
      else if (queue.size() > 0) {
        const now = clock.now();
        const waitMs = Math.min(MAX_IDLE_MS, (queue.nextReadyAt(now) ?? now + MAX_IDLE_MS) - now);
        cancelIdle = clock.setTimer(waitMs, wake);
      }
    });
  }

  /** Sends calls while intents wait that can be sent. */
  async function pump(): Promise<void> {
    dropStale();
    while (calls.size < MAX_IN_FLIGHT && queue.hasReady(clock.now(), isExcluded)) {
      const slot = await shared.attempt(() => coordination.reserveSlot('switching'));
      if (!slot.ok) {
        failWaiting(sharedStateUnavailable);
        return;
      }
      await delay(clock, slot.value);
      dropStale();
      const items = queue.take(MAX_AGENTS_PER_SWITCH, clock.now(), isExcluded);
      for (const { key } of items) inFlightKeys.add(key);
      const claimed = items.length > 0 ? await claim(items) : [];
      if (claimed.length === 0) continue;
      const call = send(claimed).finally(() => {
        calls.delete(call);
        wake();
      });
      calls.add(call);
      reportQueue();
    }
  }

  function dropStale(): void {
    const now = clock.now();
    for (const [item, problem] of queue.removeWhere((each) => staleness(each, now))) fail(item, problem);
  }

  /** Reserves agents. Returns the items that may be sent; the others are answered, or wait again. */
  async function claim(items: readonly QueueItem[]): Promise<QueueItem[]> {
    const claims = await shared.attempt(() =>
      coordination.claim(items.map(({ key: agent, number }) => ({ agent, number }))),
    );
    const go: QueueItem[] = [];
    for (const [index, item] of items.entries()) {
      const claimed = claims.ok ? claims.value[index] : undefined;
      if (claimed === 'go' && !isStopping) {
        go.push(item);
        continue;
      }
      inFlightKeys.delete(item.key);
      if (claimed === 'busy') {
        item.notBefore = clock.now() + BUSY_RETRY_MS;
        putBack(item, shuttingDown);
      } else if (claimed === 'superseded') fail(item, superseded);
      else fail(item, claimed === 'go' ? shuttingDown : sharedStateUnavailable);
    }
    // A claim whose answer was lost may have been made.
    const kept = new Set(go);
    const unused = items.filter((item, index) => {
      const claimed = claims.ok ? claims.value[index] : undefined;
      return !kept.has(item) && (claimed === 'go' || claimed === undefined);
    });
    release(unused);
    return go;
  }

  function release(items: readonly QueueItem[]): void {
    const agents = items.map(({ key }) => key);
    // A repetition must not release what was claimed again meanwhile.
    if (agents.length > 0)
      shared.insist(() => coordination.release(agents.filter((key) => !inFlightKeys.has(key))));
  }

  async function send(items: readonly QueueItem[]): Promise<void> {
    const verdicts = await sendCall({ ...deps, readBack }, items, ({ key }) => queue.hasFor(key));
    for (const { key } of items) inFlightKeys.delete(key);
    release(items);
    for (const [item, verdict] of verdicts) follow(item, verdict);
  }

  function follow(item: QueueItem, verdict: Verdict): void {
    if (verdict.type === 'again') {
      item.group = verdict.group;
      putBack(item, verdict.problem);
    } else if (verdict.result.ok) {
      const view = toSwitchedView(verdict.result.value);
      if (view) deps.onSwitched(view);
      item.settle(verdict.result);
    } else fail(item, verdict.result.problem);
  }

  return {
    send: async (intent, { priority, readFirst }) => {
      const acceptedAt = clock.now();
      const key = accountKey(intent.agent);
      if (isStopping) return { ok: false, problem: shuttingDown };
      if (queue.size() + numbering >= MAX_WAITING && !queue.hasFor(key)) {
        return { ok: false, problem: overloaded };
      }
      numbering += 1;
      const number = await shared.attempt(() => coordination.numberIntent(key));
      numbering -= 1;
      if (!number.ok) return { ok: false, problem: sharedStateUnavailable };
      return new Promise((settle) => {
        const item = { intent, number: number.value, acceptedAt, priority, readFirst, settle };
        const older = isStopping ? null : queue.add(item);
        if (older) fail(older, superseded);
        if (isStopping) settle({ ok: false, problem: shuttingDown });
        wake();
      });
    },
    stop: async () => {
      isStopping = true;
      cancelIdle();
      failWaiting(shuttingDown);
      while (calls.size > 0 || pumping) await Promise.all([pumping, ...calls]);
      cancelIdle();
    },
  };
}
