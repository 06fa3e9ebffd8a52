import process from 'node:process';
import { build } from '../build.mjs';
import { isDebianLike } from '../headless/system-packages.mjs';
import { setupTests } from '../setup/index.mjs';
import { isInSession, openSession } from './desktop-session.mjs';
import { chosenProjects } from './chosen-projects.mjs';

/**
 * Playwright calls this before its tests. It builds the app, and opens a desktop session for the tests that need one.
 * @returns {Promise<(() => Promise<void>) | undefined>} ends the session; Playwright calls it after the tests
 */
export default async function setup() {
  // The caller has built the app, and the session's user may not write to the checkout.
  if (isInSession()) return undefined;
  const electron = await setupTests();
  await build(electron.target);
  const projects = chosenProjects(process.argv);
  const needsApp =
    projects === undefined || projects.some((name) => name === 'desktop' || name === 'portable');
  if (!needsApp) return undefined;
  if (isDebianLike()) return openSession(electron.program);
  // The portable tests need no session of their own; they use the desktop of the person who started them.
  process.env.STANDBY_ELECTRON = electron.program;
  return undefined;
}
