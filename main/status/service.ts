/**
 * Turns wishes into requests. One request is in flight at a time; a newer wish replaces the one that waits; a retry lives
 * only as long as its wish is the newest. What is true is written to the store, and only there. Whatever a port does (throw,
 * reject, never answer), the next wish is sent within a time limit.
 */
import type { Choice, Source } from '../../preload/contract/vocabulary.ts';
import { askPort, guardTime, startCall, type PortCall } from '../port-guard.ts';
import type { SetStaffStatusResult } from '../tencent/staff-status.ts';
import type { Time } from '../time.ts';
import { guardStore } from './guarded-store.ts';
import { CALL_LIMIT_MS, GIVE_WAY_MS } from './limits.ts';
import { portFailure } from './own-failures.ts';
import { createReader, type ReadStatus } from './reader.ts';
import { createSettlement } from './settlement.ts';
import {
  attemptStarted,
  driftDismissed,
  failureDismissed,
  givenUp,
  initialAgentState,
  isStale,
  newWish,
  sameChoice,
  toggleTarget,
  undoExpired,
  wished,
  type AgentStore,
} from './state.ts';
import { createWait, type Wait } from './wait.ts';

export type StatusPorts = {
  store: AgentStore;
  time: Time;
  /** Takes over where `time` throws; the platform's own unless told. */
  spareTime?: Time;
  /** Asks the service for a status. */
  setStatus: (choice: Choice, signal: AbortSignal) => Promise<SetStaffStatusResult>;
  readStatus: ReadStatus;
  /** Whether there seems to be a way out of this computer. A guess: it never keeps a choice from being sent. */
  online: () => boolean;
  /** How many agents start their shift together, where the admin has said so. */
  fleetSize: () => number | null;
  /** Told of a port that threw where the state cannot tell it: a listener of the store, the clock, a guess. */
  onFault?: (error: unknown) => void;
};

export type StatusService = ReturnType<typeof createStatusService>;

export function createStatusService(ports: StatusPorts) {
  const tell = (error: unknown) => {
    try {
      ports.onFault?.(error);
    } catch {
      // Who is told of faults has one too: there is nobody left to tell.
    }
  };
  const time = guardTime(ports.time, tell, ports.spareTime);
  const store = guardStore(ports.store, tell);
  let lastWishId = 0;
  let inFlight: PortCall<SetStaffStatusResult> | null = null;
  let switchesSent = 0;
  /** When the last request left. */
  let sentAt = 0;
  /** Another one for each account: answers meant for an earlier one are dropped. */
  let account = 0;

  const reader = createReader({
    store,
    time,
    readStatus: ports.readStatus,
    account: () => account,
    // While a request is in flight its answer is the better source.
    mayRead: () => !isSending(),
    switchesSent: () => switchesSent,
    accept: (current, exchange) => settlement.acceptReading(current, exchange),
  });
  const settlement = createSettlement({
    store,
    time,
    wait: () => wait,
    refresh: reader.refresh,
    fleetSize: () => askPort(ports.fleetSize, null, tell),
  });
  const wait: Wait = createWait({
    store,
    time,
    online: () => askPort(ports.online, true, tell),
    send: () => void sendNewest(),
    askAgain: settlement.askAgain,
  });

  /** Somebody wants a status, now. Answers at once; what comes of it shows in the store. */
  function choose(choice: Choice, source: Source): void {
    const current = store.get().wish;
    // The second click of a double click is no second wish. It is one where the first has had its time, or was slept through.
    const isRecent = Math.abs(time.now() - sentAt) < GIVE_WAY_MS;
    if (current?.phase.name === 'sending' && sameChoice(current.choice, choice) && isRecent) {
      hurry();
      return;
    }
    cancelTimers();
    lastWishId += 1;
    const wish = newWish(lastWishId, choice, source, time.now());
    store.update((state) => wished(state, wish));
    void sendNewest();
  }

  function toggle(source: Source): void {
    choose(toggleTarget(store.get()), source);
  }

  /** Back to the status before the last switch, while that is offered. */
  function undo(): void {
    const offered = store.get().undo;
    if (!offered) return;
    if (time.now() < offered.until) choose(offered.choice, 'undo');
    // Slept through: its timer stood still.
    else store.update(undoExpired);
  }

  /** Again, without waiting: the wish that waits, or the one that failed. */
  function tryAgain(source: Source): void {
    const { wish, failure } = store.get();
    if (wish) {
      hurry();
      wait.sendNow();
    } else if (failure?.choice) choose(failure.choice, source);
    else void reader.refresh();
  }

  /** Forget the wish that waits. One that is on its way can only be replaced by another. */
  function giveUp(): void {
    if (!wait.isOn()) return;
    wait.end();
    store.update(givenUp);
  }

  function dismissFailure(): void {
    store.update(failureDismissed);
  }

  function dismissDrift(): void {
    store.update(driftDismissed);
  }

  /** Start anew for another account: nothing of the old one is true of it. */
  function reset(lastAway: Choice): void {
    account += 1;
    inFlight?.cancel();
    inFlight = null;
    reader.cancel();
    cancelTimers();
    store.update(() => initialAgentState(lastAway));
  }

  async function sendNewest(): Promise<void> {
    if (store.get().wish?.phase.name !== 'queued') return;
    if (inFlight) {
      inFlight.shorten(GIVE_WAY_MS);
      return;
    }
    store.update(attemptStarted);
    const sent = store.get().wish;
    // A listener of the store may have chosen something else meanwhile.
    if (isSending() || sent?.phase.name !== 'sending') return;
    sentAt = time.now();
    const [leftAt, sentFor] = [sentAt, account];
    const call = startCall(time, CALL_LIMIT_MS, (signal) => ports.setStatus(sent.choice, signal));
    inFlight = call;
    switchesSent += 1;
    const result = await call.result;
    if (sentFor !== account) return;
    inFlight = null;
    const fail = (how: Parameters<typeof portFailure>[0]) =>
      settlement.settleFailure(sent, portFailure(how, 'SetStaffStatus', time.now()), leftAt);
    try {
      if (result.type === 'answered') await settlement.settle(sent, result.value, leftAt);
      else fail(result);
    } catch (error) {
      // An answer of another shape than was promised.
      fail({ type: 'threw', error });
    } finally {
      sendNext();
    }
  }

  /** The wish that waited for the request before it; the computer may have slept meanwhile. */
  function sendNext(): void {
    const { wish } = store.get();
    if (inFlight || wish?.phase.name !== 'queued') return;
    if (isStale(wish, time.now())) settlement.askAgain(wish);
    else void sendNewest();
  }

  /** Somebody waits for the end of what is under way: it is told when that takes longer than it should. */
  function hurry(): void {
    inFlight?.shorten(GIVE_WAY_MS);
    reader.hurry();
  }

  function isSending(): boolean {
    return inFlight !== null;
  }

  function cancelTimers(): void {
    wait.end();
    settlement.cancelTimers();
  }

  return {
    choose,
    toggle,
    undo,
    tryAgain,
    giveUp,
    dismissFailure,
    dismissDrift,
    reset,
    /** Read the status back: the reading begins after this call. Never rejects. */
    refresh: reader.refresh,
  };
}
