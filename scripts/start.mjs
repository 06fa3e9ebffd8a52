import process from 'node:process';
import { repoDir } from './paths.mjs';
import { execForwardingSignals } from './exec.mjs';
import { main, log, UserFacingError } from './log.mjs';
import { setupStart } from './setup/index.mjs';
import { noDisplayMessage, planDisplay, planStart } from './start-plan.mjs';

await main(async () => {
  const givenArgs = process.argv.slice(2);
  const display = planDisplay({ platform: process.platform, env: process.env, args: givenArgs });
  if (display === 'none') throw new UserFacingError(noDisplayMessage);

  const { program, isFallback, target } = await setupStart({ isVirtual: display === 'virtual' });
  const { args, banner } = planStart({
    isFallback,
    // On the virtual desktop Standby runs as another user.
    isRoot: display === 'own' && process.platform === 'linux' && process.getuid?.() === 0,
    args: givenArgs,
  });
  for (const line of banner) log(line);
  const { build } = await import('./build.mjs');
  await build(target);
  return display === 'virtual'
    ? startOnVirtualDesktop(program, args)
    : execForwardingSignals(program, [repoDir, ...args]);
});

/**
 * The session may run in a copy of the checkout, which is its current folder and has an Electron of its own.
 * @param {string} electron
 * @param {readonly string[]} args
 */
async function startOnVirtualDesktop(electron, args) {
  const { runInSession } = await import('./headless/session.mjs');
  const command = ['bash', '-c', 'exec "$STANDBY_ELECTRON" . "$@"', 'bash', ...args];
  return runInSession(command, { electron, panel: true, web: true });
}
