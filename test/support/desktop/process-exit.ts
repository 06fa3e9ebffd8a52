import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { expect } from '@playwright/test';
import { processTree } from '../bench/process-tree.ts';

/** How an app ended, and after how many milliseconds. */
export interface ExitInfo {
  code: number | null;
  signal: NodeJS.Signals | null;
  afterMs: number;
}

/**
 * Triggers the exit of an app, and waits until it and all processes that it started have ended.
 * @param triggerExit such as one signal
 */
export async function waitForExit(app: ChildProcess, triggerExit: () => unknown): Promise<ExitInfo> {
  const processIds = processTree(app.pid ?? 0);
  expect(processIds.length, 'the app and its helpers run').toBeGreaterThan(2);
  const startedAt = performance.now();
  const exited = once(app, 'exit');
  await triggerExit();
  const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null];
  const afterMs = performance.now() - startedAt;
  await expect.poll(() => processIds.filter(isRunning), { message: 'processes that are left' }).toEqual([]);
  return { code, signal, afterMs };
}

/** Whether a process runs. A zombie, which its parent has not collected yet, does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
