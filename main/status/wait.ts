/**
 * The wait of a wish: for its next attempt, for its turn in a crowd, or for the network. When it is over the wish is sent,
 * unless it has grown stale meanwhile.
 */
import type { FailureReport, Wish } from '../../preload/contract/state.ts';
import type { Cancel, Time } from '../time.ts';
import { isStale, postponed, type AgentStore } from './state.ts';

export type WaitPorts = {
  store: AgentStore;
  time: Time;
  /** Whether there is a way out of this computer at all. */
  online: () => boolean;
  /** Sends the newest wish, which is in the queue again. */
  send: () => void;
  /** Nobody is put on free who may not be there: the agent says it once more. */
  askAgain: (wish: Wish) => void;
};

/** What lies between two attempts. */
type Pause = {
  /** In milliseconds; the countdown is on show. */
  lasts: number;
  /** Why there is one. */
  report: FailureReport;
  /** Whether it is one's turn in a crowd that is waited for. */
  crowded: boolean;
};

export type Wait = {
  forAttempt: (wish: Wish, pause: Pause) => void;
  forNetwork: () => void;
  /** Whether the newest wish waits: it is neither on its way nor in the queue. */
  isOn: () => boolean;
  /** Without waiting any longer. */
  sendNow: () => void;
  /** Nothing is waited for any more. */
  end: () => void;
};

/** While a wish waits for the network, how often to look for it; nothing is sent for that. */
const NETWORK_LOOK_MS = 1_000;

/** A retry that comes this late was slept through: whoever wished it may have left. */
const SLEPT_MS = 10_000;

export function createWait({ store, time, online, send, askAgain }: WaitPorts): Wait {
  let cancel: Cancel = () => {};

  function forAttempt(wish: Wish, { lasts, report, crowded }: Pause): void {
    const until = time.now() + lasts;
    store.update((state) => postponed(state, { name: 'waiting', until }, report));
    cancel = time.after(lasts, () => {
      // Waiting one's turn in a crowd goes on as long as the countdown is on show. Everything else grows stale.
      const stillInTurn = crowded && time.now() - until < SLEPT_MS;
      if (isStale(wish, time.now()) && !stillInTurn) askAgain(wish);
      else sendNow();
    });
  }

  function forNetwork(): void {
    cancel();
    store.update((state) => postponed(state, { name: 'offline' }, null));
    cancel = time.after(NETWORK_LOOK_MS, () => {
      const { wish } = store.get();
      if (wish?.phase.name !== 'offline') return;
      if (!online()) forNetwork();
      else if (isStale(wish, time.now())) askAgain(wish);
      else sendNow();
    });
  }

  function isOn(): boolean {
    const phase = store.get().wish?.phase.name;
    return phase === 'waiting' || phase === 'offline';
  }

  function sendNow(): void {
    if (!isOn()) return;
    cancel();
    store.update((state) => postponed(state, { name: 'queued' }, state.failure));
    send();
  }

  return { forAttempt, forNetwork, isOn, sendNow, end: () => cancel() };
}
