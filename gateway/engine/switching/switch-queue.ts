/** The intents that wait to be sent: the agents' own first, then those of waves, each in the order of their arrival. */
import { accountKey } from '../../../tencent/response-schema.ts';
import { MAX_QUEUE_MS, type EngineProblem, type EngineResult, type SwitchIntent } from '../engine.ts';
import { clientGone, queueTimeout } from '../problems.ts';
import type { SwitchResult } from '../../../shared/gateway-api/status.ts';

export type Priority = 'agent' | 'wave';

/** An intent that waits or is being sent. */
export type QueueItem = {
  readonly intent: SwitchIntent;
  /** The form of the account that is compared. */
  readonly key: string;
  /** Of the intents of an agent, the highest is the newest. */
  readonly number: number;
  readonly acceptedAt: number;
  priority: Priority;
  /** The place in the queue. */
  order: number;
  /** Not sent before this time, in milliseconds since 1970. */
  notBefore: number;
  /** It may have been sent before, by an attempt whose answer was lost: the status is read first. */
  readonly readFirst: boolean;
  /** An earlier call for it may have been applied. */
  mayBeApplied: boolean;
  /** Sent only together with the items of the same group: a part of a call that was refused as a whole. */
  group: object | null;
  /** Answers the request. Further answers are ignored. */
  readonly settle: (result: EngineResult<SwitchResult>) => void;
};

type NewItem = Pick<QueueItem, 'intent' | 'number' | 'acceptedAt' | 'priority' | 'readFirst' | 'settle'>;

/** What the answer to a superseded intent needs. */
export type Superseded = { settle: QueueItem['settle']; mayBeApplied: boolean };

export type SwitchQueue = {
  /** Adds an intent at the end, or in the place of an older one of the agent. Returns the one that is superseded, if any. */
  add: (item: NewItem) => Superseded | null;
  /** Puts an item back into its place. Returns the item that is superseded, if the agent has another one meanwhile. */
  putBack: (item: QueueItem) => QueueItem | null;
  /** Removes up to `size` items of one group whose agents are not excluded. */
  take: (size: number, now: number, isExcluded: (key: string) => boolean) => QueueItem[];
  /** Whether `take` would return any. */
  hasReady: (now: number, isExcluded: (key: string) => boolean) => boolean;
  /** Removes the items for which there is a problem. */
  removeWhere: (problemOf: (item: QueueItem) => EngineProblem | null) => [QueueItem, EngineProblem][];
  /** The earliest `notBefore` after a time; null if there is none. */
  nextReadyAt: (now: number) => number | null;
  hasFor: (key: string) => boolean;
  size: () => number;
};

/** The group of all items whose status is read before they are sent. */
const READ_FIRST = {};

export function createSwitchQueue(): SwitchQueue {
  const byKey = new Map<string, QueueItem>();
  /** In the order of sending. */
  const items: QueueItem[] = [];
  let added = 0;

  const rank = ({ priority }: QueueItem) => (priority === 'agent' ? 0 : 1);
  const compare = (one: QueueItem, other: QueueItem) => rank(one) - rank(other) || one.order - other.order;

  /** The position of the first item that is not before this one. */
  function positionOf(item: QueueItem): number {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = items[middle];
      if (other && compare(other, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function insert(item: QueueItem): void {
    items.splice(positionOf(item), 0, item);
    byKey.set(item.key, item);
  }

  function remove(item: QueueItem): void {
    items.splice(positionOf(item), 1);
    byKey.delete(item.key);
  }

  function firstReady(now: number, isExcluded: (key: string) => boolean): QueueItem | undefined {
    return items.find((item) => item.notBefore <= now && !isExcluded(item.key));
  }

  return {
    add: (item) => {
      const key = accountKey(item.intent.agent);
      const waiting = byKey.get(key);
      if (waiting && waiting.number > item.number) return { ...item, mayBeApplied: item.readFirst };
      if (waiting) remove(waiting);
      const isPromoted = waiting?.priority === 'wave' && item.priority === 'agent';
      const place = waiting && !isPromoted ? waiting : { order: (added += 1), priority: item.priority };
      const { order, priority } = place;
      const group = item.readFirst ? READ_FIRST : null;
      insert({ ...item, key, order, priority, notBefore: 0, mayBeApplied: item.readFirst, group });
      return waiting ?? null;
    },
    putBack: (item) => {
      const waiting = byKey.get(item.key);
      if (waiting && waiting.number > item.number) return item;
      if (waiting) remove(waiting);
      insert(item);
      return waiting ?? null;
    },
    take: (size, now, isExcluded) => {
      const group = firstReady(now, isExcluded)?.group ?? null;
      const taken: QueueItem[] = [];
      for (const item of items) {
        if (taken.length === size) break;
        if (item.group === group && item.notBefore <= now && !isExcluded(item.key)) taken.push(item);
      }
      for (const item of taken) remove(item);
      return taken;
    },
    hasReady: (now, isExcluded) => firstReady(now, isExcluded) !== undefined,
    removeWhere: (problemOf) => {
      const removed: [QueueItem, EngineProblem][] = [];
      for (const item of items) {
        const problem = problemOf(item);
        if (problem) removed.push([item, problem]);
      }
      for (const [item] of removed) remove(item);
      return removed;
    },
    nextReadyAt: (now) => {
      const later = items.filter(({ notBefore }) => notBefore > now).map(({ notBefore }) => notBefore);
      return later.length === 0 ? null : Math.min(...later);
    },
    hasFor: (key) => byKey.has(key),
    size: () => items.length,
  };
}

/**
 * Why an intent that waits is not sent any more; null if it is. Only a Free is dropped: the agent may have left meanwhile. An
 * away status is sent in any case.
 */
export function staleness({ intent, acceptedAt }: QueueItem, now: number): EngineProblem | null {
  if (intent.choice.status !== 'free') return null;
  if (intent.clientGone.aborted) return clientGone;
  return now - acceptedAt > MAX_QUEUE_MS ? queueTimeout : null;
}
