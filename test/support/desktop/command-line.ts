/** Runs the built program as a person at a terminal does: `standby rest Lunch`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createElectronArgs, getElectronPath } from './app.ts';

export type CommandResult = { code: number | null; stdout: string; stderr: string };

/** A command that runs. */
export type RunningCommand = {
  /** Resolves to the next whole line of its stdout. */
  nextLine: () => Promise<string>;
  /** Sends SIGINT, as Ctrl+C does. */
  interrupt: () => void;
  result: Promise<CommandResult>;
};

/** Starts a command in Electron, without a display, as over ssh. @param args of the command */
export function startCommand(profileDir: string, ...args: string[]): RunningCommand {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(getElectronPath(), createElectronArgs({ profileDir, args }), {
    env: { ...env, LANG: 'en_US.UTF-8', LC_ALL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr, readTo] = ['', '', 0];
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const result = once(child, 'close').then(([code]) => {
    wake();
    return { code: code as number | null, stdout, stderr };
  });
  let isEnded = false;
  void result.then(() => (isEnded = true));

  async function nextLine(): Promise<string> {
    for (;;) {
      const end = stdout.indexOf('\n', readTo);
      if (end >= 0) {
        const line = stdout.slice(readTo, end);
        readTo = end + 1;
        return line;
      }
      if (isEnded) throw new Error(`the command has ended: ${stderr}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return { nextLine, interrupt: () => void child.kill('SIGINT'), result };
}

/** Runs a command to its end. */
export function runCommand(profileDir: string, ...args: string[]): Promise<CommandResult> {
  return startCommand(profileDir, ...args).result;
}
