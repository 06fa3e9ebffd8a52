import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it has started, and they in turn. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name));
    if (parent !== null) parents.set(Number(name), parent);
  }
  const tree = [root];
  for (const process of tree) {
    for (const [child, parent] of parents) if (parent === process) tree.push(child);
  }
  return tree;
}

/** The proportional set size of a process tree, in megabytes: what is shared is shared out among those who share it. */
export function memoryOf(root: number): number {
  const kilobytes = processTree(root).map((pid) => {
    const counted = contentsOf(`/proc/${pid}/smaps_rollup`);
    return counted === null ? 0 : Number(/^Pss:\s+(\d+) kB/m.exec(counted)?.[1] ?? NaN);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Processor time of each thread of a process tree so far, in nanoseconds, by its number. */
export type ProcessorTime = ReadonlyMap<number, number>;

/** What the kernel's scheduler has counted: clock ticks of 10 ms are too coarse for what idles. */
export function processorTimeOf(root: number): ProcessorTime {
  const used = new Map<number, number>();
  for (const pid of processTree(root)) {
    for (const thread of unlessEnded(() => readdirSync(`/proc/${pid}/task`)) ?? []) {
      const counted = contentsOf(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0];
      used.set(Number(thread), Number(counted ?? 0));
    }
  }
  return used;
}

/** What was used between two looks, in seconds. A thread that ended in between has taken its time with it. */
export function usedBetween(before: ProcessorTime, after: ProcessorTime): number {
  const nanoseconds = [...after].map(([thread, used]) => used - (before.get(thread) ?? 0));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9;
}

function parentOf(pid: number): number | null {
  const stat = contentsOf(`/proc/${pid}/stat`);
  // The name may hold anything; what follows its last bracket does not.
  const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? null : Number(parent);
}

function contentsOf(file: string): string | null {
  return unlessEnded(() => readFileSync(file, 'utf8'));
}

/** @returns null where the process or thread that is looked at has ended since it was listed */
function unlessEnded<Found>(look: () => Found): Found | null {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}
