/**
 * Runs a program of the company's: one that nobody else can have changed, with no shell, a small environment, a time limit
 * and a limit to what it may print.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { dirname, win32 } from 'node:path';
import type { Readable } from 'node:stream';
import { checkStrictly } from '../settings/strict-path.ts';
import { decodeText } from '../settings/text-file.ts';
import { systemFolder } from '../settings/windows-folder.ts';
import type { Time } from '../time.ts';

export type ProgramCall = { program: string; arguments: readonly string[]; timeoutSeconds: number };

export type ProgramEnd = {
  /** What ended it: itself, a signal, its time limit, having printed too much, or never having been started. */
  how:
    | { name: 'exited'; code: number }
    | { name: 'killed'; signal: string }
    | { name: 'timedOut' }
    | { name: 'tooMuchOutput' }
    /** Others than those trusted could have changed it, or what it lies in. */
    | { name: 'unsafe'; message: string }
    | { name: 'notStarted'; code: string; message: string };
  stdout: string;
  stderr: string;
};

export type RunProgram = (call: ProgramCall) => Promise<ProgramEnd>;

/** Keys are a few hundred bytes; this is for the words that come with a failure. */
const OUTPUT_LIMIT = 64 * 1024;

/**
 * What a sign-in needs: who is logged in, where their session, tickets and proxies are, and how to ask them something. All
 * else stays here, above all what changes how programs are loaded (an AppImage's libraries, `NODE_OPTIONS`).
 */
const PASSED_ON = [
  ...['HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ'],
  ...['XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_SESSION_TYPE'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'SSH_AUTH_SOCK', 'KRB5CCNAME'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
  ...['SystemDrive', 'TEMP', 'TMP', 'USERNAME', 'USERDOMAIN'],
  ...['USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles'],
];

/** How long an ended program may take to close what it held open. */
const GRACE_MS = 1_000;

export type RunProgramPorts = {
  time: Time;
  /** The user ids that may own the program and the folders above it; not looked at on Windows. */
  owners: readonly number[];
};

/** Runs it to its end; never rejects. Its input is closed. */
export function createRunProgram({ time, owners }: RunProgramPorts): RunProgram {
  return async (call) => {
    const unsafe = whyUnsafe(call.program, owners);
    if (unsafe) return { how: unsafe, stdout: '', stderr: '' };
    const started = start(call);
    return started.ok ? toTheEnd(started.child, call.timeoutSeconds * 1000, time) : started.end;
  };
}

/** Looked at before each run: a folder may have been opened to others since. Windows' ACLs are not read. */
function whyUnsafe(program: string, owners: readonly number[]): ProgramEnd['how'] | null {
  if (process.platform === 'win32') return null;
  const checked = checkStrictly(program, owners);
  if (checked.ok) return null;
  if (checked.kind === 'error') return { name: 'notStarted', code: checked.code, message: checked.message };
  return { name: 'unsafe', message: `${checked.part}: ${WHY_UNSAFE[checked.why]}` };
}

/** For an admin, in English like the system's own messages. */
const WHY_UNSAFE = {
  owner: 'is not owned by root',
  mode: 'can be written by its group or by others',
  notAFile: 'is not a file',
  links: 'is one symbolic link too many',
};

type Child = ChildProcessByStdio<null, Readable, Readable>;

function start({
  program,
  arguments: args,
}: ProgramCall): { ok: true; child: Child } | { ok: false; end: ProgramEnd } {
  try {
    const child = spawn(program, args, {
      cwd: dirname(program),
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own: what a script has started is ended with it.
      detached: process.platform !== 'win32',
    });
    return { ok: true, child };
  } catch (error) {
    return { ok: false, end: { how: notStarted(error), stdout: '', stderr: '' } };
  }
}

function toTheEnd(child: Child, limitMs: number, time: Time): Promise<ProgramEnd> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let printed = 0;
  let how: ProgramEnd['how'] | null = null;

  /** Somebody who left the group may still hold the other end; nobody waits for them. */
  const stopReading = () => {
    child.stdout.destroy();
    child.stderr.destroy();
  };
  /** Not asked politely: it has had its time, and may be one that does not listen. */
  const end = (reason: ProgramEnd['how']) => {
    how ??= reason;
    kill(child);
    stopReading();
    // One that cannot be ended, because it waits for a broken disk for example, is not waited for either.
    stopTimer();
    stopTimer = time.after(GRACE_MS, finish);
  };
  const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
    printed += chunk.length;
    if (printed > OUTPUT_LIMIT) end({ name: 'tooMuchOutput' });
    else chunks.push(chunk);
  };
  child.stdout.on('data', collect(stdout));
  child.stderr.on('data', collect(stderr));

  let stopTimer = time.after(limitMs, () => end({ name: 'timedOut' }));
  const onQuit = () => kill(child);
  process.once('exit', onQuit);
  let resolveEnd: (end: ProgramEnd) => void = () => {};
  const finish = () => {
    stopTimer();
    process.off('exit', onQuit);
    how ??= { name: 'killed', signal: 'unknown' };
    resolveEnd({ how, stdout: textOf(stdout), stderr: textOf(stderr) });
  };
  child.once('error', (error) => {
    how ??= notStarted(error);
  });
  child.once('exit', (code, signal) => {
    how ??= signal === null ? { name: 'exited', code: code ?? 0 } : { name: 'killed', signal };
    // What it has started may hold its output open; what it printed itself is there by now.
    stopTimer();
    stopTimer = time.after(GRACE_MS, stopReading);
  });
  child.once('close', finish);
  return new Promise((resolve) => (resolveEnd = resolve));
}

function notStarted(error: unknown): ProgramEnd['how'] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'NotStarted';
  return { name: 'notStarted', code, message: error instanceof Error ? error.message : String(error) };
}

function environment(): NodeJS.ProcessEnv {
  const passedOn: NodeJS.ProcessEnv = {};
  for (const name of PASSED_ON) if (process.env[name] !== undefined) passedOn[name] = process.env[name];
  return { ...passedOn, ...ofTheSystem() };
}

/** Where programs are found: where only administrators write, and not where the agent's own PATH says. */
function ofTheSystem(): NodeJS.ProcessEnv {
  if (process.platform !== 'win32') return { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' };
  const system = systemFolder();
  if (system === null) return { PATH: '' };
  const windows = win32.dirname(system);
  return {
    PATH: `${system};${windows}`,
    PATHEXT: '.COM;.EXE',
    SystemRoot: windows,
    windir: windows,
    ComSpec: win32.join(system, 'cmd.exe'),
  };
}

function kill(child: Child): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function textOf(chunks: readonly Buffer[]): string {
  const bytes = Buffer.concat(chunks);
  const decoded = decodeText(bytes);
  // What is no text is still said, as far as it goes; as an answer it will not do.
  return decoded.ok ? decoded.text : bytes.toString('utf8');
}
