/** Runs the command line in the app's own program. */
import { app } from 'electron';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type * as cli from '../cli/main.ts';
import { systemClock as time } from '../shared/clock.ts';

/**
 * Runs a command and ends the process. There is no window, no tray icon and no lock: nothing of the app is loaded, and Chromium has not
 * started, so that no display is needed.
 */
export async function runCommand(args: readonly string[]): Promise<never> {
  const distFolder = join(app.getAppPath(), 'dist');
  // A program of its own, so that the app's files stay as they are.
  const { runCli } = (await import(pathToFileURL(join(distFolder, 'cli', 'cli.mjs')).href)) as typeof cli;
  // A reader that has ended, such as `head`, wants no more.
  process.stdout.on('error', () => process.exit(0));
  const code = await runCli({
    args,
    version: app.getVersion(),
    profileFolder: app.getPath('userData'),
    distFolder,
    systemLanguages: app.getPreferredSystemLanguages(),
    platform: process.platform,
    pid: process.pid,
    time,
    print: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
  });
  // Writes to a pipe may be pending on Windows.
  await Promise.all([process.stdout, process.stderr].map(flush));
  process.exit(code);
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
