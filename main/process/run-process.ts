/**
 * Runs a program that the company or the agent has named: only one that no untrusted user can have changed, without a shell, with a small
 * environment, a time limit and an output limit.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { buildEnvironment } from './process-environment.ts';
import { killProcessTree } from './kill-process-tree.ts';
import { checkStrictly } from '../settings/policy/strict-path.ts';
import { decodeText } from '../settings/text-file.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { errorMessage } from '../../shared/errors.ts';

export type ProcessSpec = {
  program: string;
  arguments: readonly string[];
  timeoutSeconds: number;
  /** Written to its stdin; by default its stdin is closed. */
  input?: string;
  /** Whether its output is dropped, however long it is. */
  ignoresOutput?: boolean;
};

export type ProcessResult = {
  /** How it ended: by itself, by a signal, by its time limit, by too much output, or it was not started. */
  exit:
    | { reason: 'exited'; code: number }
    | { reason: 'killed'; signal: string }
    | { reason: 'timedOut' }
    | { reason: 'tooMuchOutput' }
    /** An untrusted user could have changed it or a folder above it. */
    | { reason: 'unsafe'; message: string }
    | { reason: 'notStarted'; code: string; message: string };
  stdout: string;
  stderr: string;
};

export type RunProcess = (spec: ProcessSpec) => Promise<ProcessResult>;

/** Limit of stdout and stderr together. Credentials are a few hundred bytes; the rest is for error messages. */
const MAX_OUTPUT_BYTES = 64 * 1024;

/** How long a killed program may take to close its output, in milliseconds. */
const KILL_GRACE_MS = 1_000;

export type RunProcessDeps = {
  time: Clock;
  /** The user ids that may own the program and the folders above it; ignored on Windows. */
  owners: readonly number[];
};

/** Creates the function that runs a program to its end. It never rejects. */
export function createRunProcess({ time, owners }: RunProcessDeps): RunProcess {
  return async (spec) => {
    const unsafeExit = findUnsafeExit(spec.program, owners);
    if (unsafeExit) return { exit: unsafeExit, stdout: '', stderr: '' };
    const spawned = spawnProcess(spec);
    return spawned.ok ? collectOutput(spawned.child, spec, time) : spawned.result;
  };
}

/** For an admin, in English like the system's own messages. */
const UNSAFE_MESSAGES = {
  owner: 'is not owned by root',
  mode: 'can be written by its group or by others',
  notAFile: 'is not a file',
  links: 'is one symbolic link too many',
};

/**
 * Checked before each run, because the permissions of a folder may have changed since. Windows ACLs are not checked.
 */
function findUnsafeExit(program: string, owners: readonly number[]): ProcessResult['exit'] | null {
  if (process.platform === 'win32') return null;
  const checked = checkStrictly(program, owners);
  if (checked.ok) return null;
  if (checked.kind === 'error') return { reason: 'notStarted', code: checked.code, message: checked.message };
  return { reason: 'unsafe', message: `${checked.part}: ${UNSAFE_MESSAGES[checked.why]}` };
}

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

function spawnProcess({
  program,
  arguments: args,
  input,
}: ProcessSpec): { ok: true; child: Child } | { ok: false; result: ProcessResult } {
  try {
    const options = {
      cwd: dirname(program),
      env: buildEnvironment(),
      windowsHide: true,
      // A process group of its own, so that killing it also ends what a script has started.
      detached: process.platform !== 'win32',
    };
    if (input === undefined) {
      const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      return { ok: true, child };
    }
    const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    // A program that does not read its input is no error.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return { ok: true, child };
  } catch (error) {
    return { ok: false, result: { exit: notStarted(error), stdout: '', stderr: '' } };
  }
}

function collectOutput(
  child: Child,
  { timeoutSeconds, ignoresOutput = false }: ProcessSpec,
  time: Clock,
): Promise<ProcessResult> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let outputBytes = 0;
  let exit: ProcessResult['exit'] | null = null;
  let cancelTimer: CancelTimer = () => {};
  let resolveEnd: (end: ProcessResult) => void = () => {};

  const onQuit = () => killProcessTree(child);
  const finish = () => {
    cancelTimer();
    process.off('exit', onQuit);
    exit ??= { reason: 'killed', signal: 'unknown' };
    resolveEnd({ exit, stdout: decodeOutput(stdout), stderr: decodeOutput(stderr) });
  };
  /** A child that left the process group may still hold the pipe open; its output is dropped. */
  const stopReading = () => {
    child.stdout.destroy();
    child.stderr.destroy();
  };
  /** Windows closes a pipe only when a pending read of it ends, so "close" is not waited for. */
  const stopWaiting = () => {
    stopReading();
    finish();
  };
  /** Sends SIGKILL at once: the program had its time, and may ignore SIGTERM. */
  const terminate = (reason: ProcessResult['exit']) => {
    exit ??= reason;
    killProcessTree(child);
    stopReading();
    // A process that cannot be killed, for example in disk sleep, is not waited for.
    cancelTimer();
    cancelTimer = time.setTimer(KILL_GRACE_MS, finish);
  };
  const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
    if (ignoresOutput) return;
    outputBytes += chunk.length;
    if (outputBytes > MAX_OUTPUT_BYTES) terminate({ reason: 'tooMuchOutput' });
    else chunks.push(chunk);
  };
  child.stdout.on('data', collect(stdout));
  child.stderr.on('data', collect(stderr));

  cancelTimer = time.setTimer(timeoutSeconds * 1000, () => terminate({ reason: 'timedOut' }));
  process.once('exit', onQuit);
  child.once('error', (error) => {
    exit ??= notStarted(error);
  });
  child.once('exit', (code, signal) => {
    exit ??= signal === null ? { reason: 'exited', code: code ?? 0 } : { reason: 'killed', signal };
    // Its children may hold the pipe open; its own output has arrived by now.
    cancelTimer();
    cancelTimer = time.setTimer(KILL_GRACE_MS, stopWaiting);
  });
  child.once('close', finish);
  return new Promise((resolve) => (resolveEnd = resolve));
}

function notStarted(error: unknown): ProcessResult['exit'] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'NotStarted';
  return { reason: 'notStarted', code, message: errorMessage(error) };
}

function decodeOutput(chunks: readonly Buffer[]): string {
  const bytes = Buffer.concat(chunks);
  const decoded = decodeText(bytes);
  // Undecodable output is kept with replacement characters for the error message. It cannot be parsed as credentials.
  return decoded.ok ? decoded.text : bytes.toString('utf8');
}
