/**
 * `npm run test:desktops`: runs Standby in real desktop sessions without a screen. Arguments choose among the sessions of
 * desktops/sessions.mjs. The packages are installed into a folder of the cache, so the machine's own packages stay as they are;
 * this needs root. A session that cannot run is named in the summary and is not counted as failed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import process from 'node:process';
import { main, log, UserFacingError } from '../log.mjs';
import { setupHeadless } from '../setup/index.mjs';
import { findObstacle, installPackages } from './desktops/layer.mjs';
import { runSession } from './desktops/run-session.mjs';
import { sessions } from './desktops/sessions.mjs';
import { formatSummary } from './desktops/summary.mjs';

await main(async () => {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in sessions));
  if (unknown.length > 0) {
    const known = Object.keys(sessions).join(', ');
    throw new UserFacingError(`no session "${unknown.join(', ')}"; there are: ${known}`);
  }
  const obstacle = findObstacle();
  if (obstacle !== null) {
    log(`skipped: ${obstacle}`);
    return 0;
  }
  const electron = await setupHeadless({ web: false });
  const { build } = await import('../build.mjs');
  await build(electron.target);
  const chosen = names.length > 0 ? names : Object.keys(sessions);
  const results = [];
  for (const name of chosen) results.push(await run(name, electron.program));
  process.stdout.write(formatSummary(results));
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
});

/**
 * @param {string} name
 * @param {string} electron the program
 * @returns {Promise<import('./desktops/summary.mjs').SessionResult>}
 */
async function run(name, electron) {
  const session = sessions[name];
  if (session === undefined) throw new Error(`no session ${name}`);
  const { title, layer, packages } = session;
  process.stdout.write(`\n── ${name}: ${title}\n`);
  const failure = await installPackages(layer, packages);
  if (failure !== null) return { name, title, outcome: 'not run', reason: failure, tests: [] };
  // Not below TMPDIR, which may be too long for the path of a socket.
  const folder = await mkdtemp('/tmp/standby-desktops-');
  try {
    return { name, title, ...(await runSession({ name, session, electron, folder })) };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
