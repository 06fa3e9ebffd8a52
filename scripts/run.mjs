import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { basename } from 'node:path';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { repoDir } from './repo.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 1 when the program was ended by a signal or never started
 * @property {string} output stdout and stderr together, in the order they came
 * @property {boolean} timedOut whether the time limit ended it
 */

/**
 * Runs a program without showing its output, which is returned for the case that it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export function runQuietly(command, args, { cwd = repoDir, env = process.env, timeoutMs } = {}) {
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
export function runVisibly(command, args, { env = process.env, stdio = 'inherit' } = {}) {
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
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, ownGroup?: boolean }} [options] `ownGroup` gives it a process
 *   group of its own, which signals reach as a whole and which is swept when the program has ended
 * @returns {Promise<number>} its exit code, or 128 + n when signal n ended it, as shells say it
 */
export function runInOurPlace(command, args, { cwd = repoDir, env = process.env, ownGroup = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit', detached: ownGroup });
    /** @param {NodeJS.Signals} signal */
    const send = (signal) => {
      if (child.pid === undefined) return;
      try {
        process.kill(ownGroup ? -child.pid : child.pid, signal);
      } catch {
        // Gone already: there is nobody left to tell.
      }
    };
    const told = new Set();
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      // Once only: the second of a kind makes Chromium drop everything. Ctrl+C sends two, as a terminal signals
      // the whole group and npm passes its own on; and one of these the program has had from the terminal itself.
      const hasIt = signal !== 'SIGTERM' && process.stdin.isTTY && !ownGroup;
      if (hasIt || told.has(signal)) return;
      told.add(signal);
      send(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (ownGroup) send('SIGTERM');
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * How to call npm: the very npm that runs us where there is one, so that a second one on the PATH cannot differ.
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
  const running = process.env.npm_execpath;
  if (running !== undefined && basename(running) === 'npm-cli.js') {
    return { command: process.execPath, args: [running] };
  }
  return process.platform === 'win32'
    ? { command: 'cmd.exe', args: ['/d', '/s', '/c', 'npm'] }
    : { command: 'npm', args: [] };
}
