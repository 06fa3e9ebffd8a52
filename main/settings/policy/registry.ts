/**
 * Reads Standby's policy key from the Windows registry through reg.exe. `reg query` loses characters outside the console's
 * code page, so it only tests whether the key exists; the values come from `reg export`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, win32 } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import { MAX_EXPORT_BYTES, parseRegistryExport, type RegistryKey } from './registry-export.ts';
import { systemFolder } from './windows-folder.ts';
import { errorMessage } from '../../../shared/errors.ts';

/** Only administrators can write keys below it. */
const POLICIES = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies';
export const POLICY_KEY = `${POLICIES}\\Standby`;

export type RegistryKeyResult =
  | { kind: 'absent' }
  | { kind: 'unreadable'; message: string }
  /** The policy key and its subkeys. */
  | { kind: 'keys'; keys: RegistryKey[] };

export type RegistryDeps = {
  time: Clock;
  /**
   * Folder for the temporary export: the agent's profile, where no other user can replace the file. Not the temporary folder,
   * because an environment variable sets its path and other users may write there.
   */
  folder: string;
  /** Absolute path of reg.exe, or null if unknown; default is the one in System32. */
  program?: string | null;
};

/** Time limit for both runs of reg.exe, which take some 50 ms. */
const TIMEOUT_MS = 10_000;
const MAX_OUTPUT = 256 * 1024;

/** Reads the policy key. Never throws and never rejects. */
export async function readPolicyKey({
  time,
  folder,
  program = regProgram(),
}: RegistryDeps): Promise<RegistryKeyResult> {
  if (program === null) return { kind: 'unreadable', message: 'The system folder of Windows is not known' };
  const timeout = new AbortController();
  const cancelTimer = time.setTimer(TIMEOUT_MS, () => timeout.abort());
  let exportFolder: string | null = null;
  try {
    // Query the parent key, which always exists. This distinguishes a missing policy from a blocked reg.exe.
    const query = await runReg(program, ['query', POLICIES, '/reg:64'], timeout.signal);
    if (query.code !== 0) return { kind: 'unreadable', message: `reg.exe query: ${query.stderr}` };
    const isThere = query.output
      .split(/\r?\n/)
      .some((line) => line.trim().toLowerCase() === POLICY_KEY.toLowerCase());
    if (!isThere) return { kind: 'absent' };

    mkdirSync(folder, { recursive: true });
    exportFolder = mkdtempSync(join(folder, 'policy-'));
    const file = join(exportFolder, 'policy.reg');
    const exported = await runReg(program, ['export', POLICY_KEY, file, '/y', '/reg:64'], timeout.signal);
    if (exported.code !== 0) return { kind: 'unreadable', message: `reg.exe export: ${exported.stderr}` };
    if (statSync(file).size > MAX_EXPORT_BYTES) {
      return { kind: 'unreadable', message: `${POLICY_KEY}: more than ${MAX_EXPORT_BYTES} bytes` };
    }
    const parsed = parseRegistryExport(readFileSync(file));
    return parsed.ok ? { kind: 'keys', keys: parsed.keys } : { kind: 'unreadable', message: parsed.message };
  } catch (error) {
    return { kind: 'unreadable', message: errorMessage(error) };
  } finally {
    cancelTimer();
    if (exportFolder !== null) removeFolder(exportFolder);
  }
}

function regProgram(): string | null {
  const system = systemFolder();
  return system === null ? null : win32.join(system, 'reg.exe');
}

type RegResult = { code: number | null; output: string; stderr: string };

/** Runs reg.exe. Its messages are localized, so they are passed on and never parsed. */
function runReg(program: string, args: string[], signal: AbortSignal): Promise<RegResult> {
  return new Promise((resolve) => {
    let output = '';
    let stderr = '';
    let isFinished = false;
    const finish = (code: number | null, reason: string) => {
      if (isFinished) return;
      isFinished = true;
      resolve({ code, output, stderr: stderr.trim() || reason });
    };
    if (signal.aborted) {
      finish(null, 'no answer in time');
      return;
    }
    const child = spawn(program, args, {
      cwd: win32.isAbsolute(program) && process.platform === 'win32' ? win32.dirname(program) : undefined,
      // No variables of the agent's environment: reg.exe needs none.
      env: process.platform === 'win32' ? { SystemRoot: win32.dirname(win32.dirname(program)) } : {},
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const onAbort = () => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      finish(null, 'no answer in time');
    };
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < MAX_OUTPUT) output += chunk.toString('latin1');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 500) stderr += chunk.toString('latin1');
    });
    child.once('error', (error) => finish(null, error.message));
    child.once('close', (code) => {
      signal.removeEventListener('abort', onAbort);
      finish(code, `exit code ${code ?? 'unknown'}`);
    });
  });
}

/** Removes the export folder. A leftover is harmless: every user may read these values in the registry. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // A virus scanner may lock the file. The next start uses another folder.
  }
}
