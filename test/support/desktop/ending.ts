import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { expect } from '@playwright/test';
import { processTree } from '../bench/process-tree.ts';

/** How an app has ended, and after how many milliseconds. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  afterMs: number;
}

/**
 * Does what is to end an app, and waits until neither it nor anything that it has started is left.
 * @param end such as one signal
 */
export async function endingOf(app: ChildProcess, end: () => unknown): Promise<Ending> {
  const family = processTree(app.pid ?? 0);
  expect(family.length, 'the app and its helpers run').toBeGreaterThan(2);
  const began = performance.now();
  const exited = once(app, 'exit');
  await end();
  const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null];
  const afterMs = performance.now() - began;
  await expect.poll(() => family.filter(isRunning), { message: 'processes that are left' }).toEqual([]);
  return { code, signal, afterMs };
}

/** One that has ended may still wait to be collected by whoever inherited it. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
