/**
 * Reads Standby's policy key of the Windows registry by reg.exe. `reg query` loses every character that is not in the
 * console's code page, so it only tells whether the key is there; the values come from `reg export`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, win32 } from 'node:path';
import type { Time } from '../time.ts';
import { LARGEST_EXPORT_BYTES, parseRegistryExport, type RegistryKey } from './registry-export.ts';
import { systemFolder } from './windows-folder.ts';

/** Only administrators can write below it. */
const POLICIES = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies';
export const POLICY_KEY = `${POLICIES}\\Standby`;

export type FoundKey =
  | { kind: 'absent' }
  | { kind: 'unreadable'; message: string }
  /** The policy key and those below it. */
  | { kind: 'keys'; keys: RegistryKey[] };

export type RegistryPorts = {
  time: Time;
  /**
   * Where the export is written for a moment: the agent's own profile, in which no other user can put another file in its
   * place. Not the folder for temporary files: a variable says where that is, and others may write there.
   */
  folder: string;
  /** The absolute path of reg.exe, or null where it is not known; System32's unless told. */
  program?: string | null;
};

/** For both runs of reg.exe together. It takes some 50 ms. */
const LIMIT_MS = 10_000;
const LARGEST_OUTPUT = 256 * 1024;

/** Reads the policy key. Never throws and never rejects. */
export async function readPolicyKey({
  time,
  folder,
  program = regProgram(),
}: RegistryPorts): Promise<FoundKey> {
  if (program === null) return { kind: 'unreadable', message: 'The system folder of Windows is not known' };
  const limit = new AbortController();
  const stop = time.after(LIMIT_MS, () => limit.abort());
  let own: string | null = null;
  try {
    // Asked of the key above, which is always there: so "no policy" and "reg.exe is forbidden here" are two answers.
    const query = await run(program, ['query', POLICIES, '/reg:64'], limit.signal);
    if (query.code !== 0) return { kind: 'unreadable', message: `reg.exe query: ${query.said}` };
    const isThere = query.output
      .split(/\r?\n/)
      .some((line) => line.trim().toLowerCase() === POLICY_KEY.toLowerCase());
    if (!isThere) return { kind: 'absent' };

    mkdirSync(folder, { recursive: true });
    own = mkdtempSync(join(folder, 'policy-'));
    const file = join(own, 'policy.reg');
    const exported = await run(program, ['export', POLICY_KEY, file, '/y', '/reg:64'], limit.signal);
    if (exported.code !== 0) return { kind: 'unreadable', message: `reg.exe export: ${exported.said}` };
    if (statSync(file).size > LARGEST_EXPORT_BYTES) {
      return { kind: 'unreadable', message: `${POLICY_KEY}: more than ${LARGEST_EXPORT_BYTES} bytes` };
    }
    const parsed = parseRegistryExport(readFileSync(file));
    return parsed.ok ? { kind: 'keys', keys: parsed.keys } : { kind: 'unreadable', message: parsed.message };
  } catch (error) {
    return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  } finally {
    stop();
    if (own !== null) removed(own);
  }
}

function regProgram(): string | null {
  const system = systemFolder();
  return system === null ? null : win32.join(system, 'reg.exe');
}

type RegEnd = { code: number | null; output: string; said: string };

/** Its words are in the language of Windows, so they are passed on and never looked at. */
function run(program: string, args: string[], signal: AbortSignal): Promise<RegEnd> {
  return new Promise((resolve) => {
    let output = '';
    let said = '';
    let settled = false;
    const end = (code: number | null, why: string) => {
      if (settled) return;
      settled = true;
      resolve({ code, output, said: said.trim() || why });
    };
    if (signal.aborted) {
      end(null, 'no answer in time');
      return;
    }
    const child = spawn(program, args, {
      cwd: win32.isAbsolute(program) && process.platform === 'win32' ? win32.dirname(program) : undefined,
      // Nothing of the agent's environment: reg.exe needs none of it.
      env: process.platform === 'win32' ? { SystemRoot: win32.dirname(win32.dirname(program)) } : {},
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const onAbort = () => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      end(null, 'no answer in time');
    };
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < LARGEST_OUTPUT) output += chunk.toString('latin1');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 500) said += chunk.toString('latin1');
    });
    child.once('error', (error) => end(null, error.message));
    child.once('close', (code) => {
      signal.removeEventListener('abort', onAbort);
      end(code, `exit code ${code ?? 'unknown'}`);
    });
  });
}

/** What is left behind does no harm: it holds what every user may read in the registry. */
function removed(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // A virus scanner may hold the file. The next start uses a folder of its own.
  }
}
