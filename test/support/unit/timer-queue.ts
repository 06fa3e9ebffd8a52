/** The timers of a virtual clock, in a binary heap: a fleet of thousands of agents has tens of thousands at a time. */

type Timer = { at: number; order: number; callback: () => void; isCancelled: boolean };

export type TimerQueue = {
  /** Adds a timer and returns a function that cancels it. */
  add: (at: number, callback: () => void) => () => void;
  /** Removes the next timer that is due until `end` and returns it. Of those due at the same time the one added first is next. */
  takeDue: (end: number) => Timer | undefined;
  /** How many timers are set and not cancelled. */
  size: () => number;
};

export function createTimerQueue(): TimerQueue {
  const heap: Timer[] = [];
  let added = 0;
  let size = 0;

  return {
    add: (at, callback) => {
      added += 1;
      size += 1;
      const timer = { at, order: added, callback, isCancelled: false };
      insert(heap, timer);
      return () => {
        if (!timer.isCancelled) size -= 1;
        timer.isCancelled = true;
      };
    },
    takeDue: (end) => {
      for (let first = heap[0]; first && (first.isCancelled || first.at <= end); first = heap[0]) {
        removeFirst(heap);
        if (first.isCancelled) continue;
        size -= 1;
        // Cancelling it later changes nothing.
        first.isCancelled = true;
        return first;
      }
      return undefined;
    },
    size: () => size,
  };
}

const isBefore = (one: Timer | undefined, other: Timer | undefined) =>
  one !== undefined &&
  other !== undefined &&
  (one.at === other.at ? one.order < other.order : one.at < other.at);

function insert(heap: Timer[], timer: Timer): void {
  let index = heap.push(timer) - 1;
  for (let parent = (index - 1) >> 1; isBefore(timer, heap[parent]); parent = (index - 1) >> 1) {
    swap(heap, index, parent);
    index = parent;
  }
}

function removeFirst(heap: Timer[]): void {
  swap(heap, 0, heap.length - 1);
  heap.pop();
  let index = 0;
  for (;;) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const child = isBefore(heap[right], heap[left]) ? right : left;
    if (!isBefore(heap[child], heap[index])) return;
    swap(heap, index, child);
    index = child;
  }
}

function swap(heap: Timer[], one: number, other: number): void {
  const [first, second] = [heap[one], heap[other]];
  if (first === undefined || second === undefined) return;
  heap[one] = second;
  heap[other] = first;
}
