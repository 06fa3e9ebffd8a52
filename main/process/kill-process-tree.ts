/** Ends a program with the processes that it has started. */
import { spawnSync, type ChildProcess } from 'node:child_process';
import { win32 } from 'node:path';
import { systemFolder } from '../settings/policy/windows-folder.ts';

/** How long taskkill.exe may take, in milliseconds. It blocks this process, as it must finish before the program is killed. */
const TASKKILL_TIMEOUT_MS = 2_000;

/**
 * Kills a program and what it has started. On Linux and macOS the program must be in a process group of its own. On Windows the
 * processes are found by their parents, so that those of a program which has already ended are not found.
 */
export function killProcessTree(child: Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode' | 'kill'>): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    // The id of an ended program may belong to another process.
    if (child.exitCode === null && child.signalCode === null) runTaskkill(child.pid);
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}

/** Never throws. If it fails, the caller still kills the program itself. */
function runTaskkill(pid: number): void {
  const system = systemFolder();
  if (system === null) return;
  spawnSync(win32.join(system, 'taskkill.exe'), ['/PID', String(pid), '/T', '/F'], {
    cwd: system,
    env: { SystemRoot: win32.dirname(system) },
    stdio: 'ignore',
    timeout: TASKKILL_TIMEOUT_MS,
    windowsHide: true,
  });
}
