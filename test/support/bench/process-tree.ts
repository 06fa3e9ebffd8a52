import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of a process and all its descendants. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = getParentPid(Number(name));
    if (parent !== null) parents.set(Number(name), parent);
  }
  const tree = [root];
  for (const process of tree) {
    for (const [child, parent] of parents) if (parent === process) tree.push(child);
  }
  return tree;
}

/** Proportional set size of a process tree, in megabytes: shared memory is divided by the number of its users. */
export function getMemoryMb(root: number): number {
  const kilobytes = processTree(root).map((pid) => {
    const counted = readProcFile(`/proc/${pid}/smaps_rollup`);
    return counted === null ? 0 : Number(/^Pss:\s+(\d+) kB/m.exec(counted)?.[1] ?? NaN);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** CPU time of each thread of a process tree so far, in nanoseconds, by thread id. */
export type CpuTimes = ReadonlyMap<number, number>;

/** CPU time by the kernel's scheduler: clock ticks of 10 ms are too coarse for an idle process. */
export function getCpuTimes(root: number): CpuTimes {
  const used = new Map<number, number>();
  for (const pid of processTree(root)) {
    for (const thread of nullIfEnded(() => readdirSync(`/proc/${pid}/task`)) ?? []) {
      const counted = readProcFile(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0];
      used.set(Number(thread), Number(counted ?? 0));
    }
  }
  return used;
}

/** CPU time between two measurements, in seconds. The time of threads that ended in between is not included. */
export function cpuSecondsBetween(before: CpuTimes, after: CpuTimes): number {
  const nanoseconds = [...after].map(([thread, used]) => used - (before.get(thread) ?? 0));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9;
}

function getParentPid(pid: number): number | null {
  const stat = readProcFile(`/proc/${pid}/stat`);
  // The process name may contain any character, so the fields are read after its closing bracket.
  const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? null : Number(parent);
}

function readProcFile(file: string): string | null {
  return nullIfEnded(() => readFileSync(file, 'utf8'));
}

/** @returns null if the process or thread has ended meanwhile */
function nullIfEnded<Found>(readFromProc: () => Found): Found | null {
  try {
    return readFromProc();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}
