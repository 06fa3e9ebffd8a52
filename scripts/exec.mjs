import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { basename } from 'node:path';
import process from 'node:process';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';
import { repoDir } from './paths.mjs';

const PARENT_CHECK_INTERVAL_MS = 250;

/** How long the programs of a process group may take to end before they are killed. */
const GROUP_EXIT_TIMEOUT_MS = 2_000;

/**
 * @typedef {object} ExecResult
 * @property {number} code exit code; 1 when the program was ended by a signal or never started
 * @property {string} output stdout and stderr together, in the order they came
 * @property {boolean} timedOut whether the time limit ended it
 */

/**
 * Runs a program without showing its output, which is returned for the case that it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<ExecResult>}
 */
export function execCaptured(command, args, { cwd = repoDir, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 1, output: error.message, timedOut });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}

/**
 * Runs a program on this terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>} its exit code
 */
export function execInherit(command, args, { env = process.env, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: repoDir, env, stdio });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program on this terminal as if it were this one: signals go to it, its exit code comes back.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, ownGroup?: boolean, signalGroup?: () => number | undefined }} [options]
 *   `ownGroup` starts it in a process group of its own, which gets the signals, and is ended when the program has ended;
 *   `signalGroup` returns the process group that gets the signals instead, and nothing while that group does not exist
 * @returns {Promise<number>} its exit code, or 128 + n when signal n ended it, as shells say it
 */
export function execForwardingSignals(
  command,
  args,
  { cwd = repoDir, env = process.env, ownGroup = false, signalGroup = () => undefined } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit', detached: ownGroup });
    /** @param {NodeJS.Signals} signal */
    const sendToChild = (signal) => {
      if (child.pid !== undefined) sendSignal(ownGroup ? -child.pid : child.pid, signal);
    };
    const forwardedSignals = new Set();
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      // Once only: the second of a kind makes Chromium drop everything. Ctrl+C sends two, as a terminal signals
      // the whole group and npm passes its own on; and one of these the program has had from the terminal itself.
      const hasIt = signal !== 'SIGTERM' && process.stdin.isTTY && !ownGroup;
      if (hasIt || forwardedSignals.has(signal)) return;
      forwardedSignals.add(signal);
      const group = signalGroup();
      if (group === undefined) sendToChild(signal);
      else sendSignal(-group, signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const stopWatching = onNpmExit(() => forward('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      stopWatching();
      const groupEnd = ownGroup && child.pid !== undefined ? endGroup(child.pid) : Promise.resolve();
      void groupEnd.then(() => {
        for (const name of signals) process.off(name, forward);
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
  });
}

/**
 * Ends what is left of a process group, and waits for it: a program that is still running could write to a folder that is
 * deleted next.
 * @param {number} group
 */
async function endGroup(group) {
  const deadline = Date.now() + GROUP_EXIT_TIMEOUT_MS;
  let isRunning = sendSignal(-group, 'SIGTERM');
  while (isRunning && Date.now() < deadline) {
    await delay(20);
    isRunning = sendSignal(-group, 0);
  }
  if (isRunning) sendSignal(-group, 'SIGKILL');
}

/**
 * @param {number} target a process, or a process group as a negative number
 * @param {NodeJS.Signals | 0} signal 0 sends none
 * @returns {boolean} whether the target exists
 */
function sendSignal(target, signal) {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}

/**
 * Calls back when the npm that started this process has been ended. npm sends its SIGTERM to the shell that it runs a script
 * in. The shell ends and passes nothing on, so only another parent process shows it.
 * @param {() => void} callback
 * @returns {() => void} stops watching
 */
function onNpmExit(callback) {
  const isBelowNpm = process.env.npm_lifecycle_event !== undefined && process.platform !== 'win32';
  if (!isBelowNpm) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, PARENT_CHECK_INTERVAL_MS);
  return () => clearInterval(timer);
}

/**
 * How to call npm: the very npm that runs us where there is one, so that a second one on the PATH cannot differ.
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
  const npmCliPath = process.env.npm_execpath;
  if (npmCliPath !== undefined && basename(npmCliPath) === 'npm-cli.js') {
    return { command: process.execPath, args: [npmCliPath] };
  }
  return process.platform === 'win32'
    ? { command: 'cmd.exe', args: ['/d', '/s', '/c', 'npm'] }
    : { command: 'npm', args: [] };
}
