import process from 'node:process';
import { defineConfig, type LaunchOptions } from '@playwright/test';
import { pinnedChromium } from './scripts/setup/browser.mjs';
import { enterSession } from './scripts/test/desktop-session.mjs';

const chromium = pinnedChromium();

enterSession();

/** Files that test what only Windows has. */
const ofOtherSystems = process.platform === 'win32' ? [] : ['**/*.windows.spec.ts'];

export default defineConfig({
  globalSetup: './scripts/test/playwright-setup.mjs',
  forbidOnly: process.env.CI !== undefined,
  workers: 2,
  projects: [
    {
      name: 'ui',
      testDir: 'test/ui',
      outputDir: 'test-results/ui',
      fullyParallel: true,
      snapshotPathTemplate: '{testDir}/__screenshots__/{arg}{ext}',
      // What takes a second here can take half a minute on a slow, busy machine.
      timeout: 2 * 60_000,
      // Browser and letters are pinned, so every pixel counts; only the edge of a round corner can be off by 1 or 2 of 255.
      expect: { timeout: 15_000, toHaveScreenshot: { threshold: 0.006, maxDiffPixels: 0 } },
      // Another browser draws other pixels.
      ignoreSnapshots: chromium === undefined,
      use: { launchOptions: launchOptions(chromium) },
    },
    {
      name: 'desktop',
      testDir: 'test/desktop',
      testIgnore: ofOtherSystems,
      outputDir: 'test-results/desktop',
      // A hanging app must fail its test, not outlive it. What an ordinary one needs takes seconds, on one slow core a minute.
      timeout: 2 * 60_000,
      expect: { timeout: 15_000 },
      // One desktop has one tray, one keyring and one keyboard.
      workers: 1,
    },
    {
      // The part of the desktop tests that runs on every system. On Linux, `npm test` runs it in the project above.
      name: 'portable',
      testDir: 'test/desktop/portable',
      testIgnore: ofOtherSystems,
      outputDir: 'test-results/portable',
      timeout: 2 * 60_000,
      expect: { timeout: 15_000 },
      workers: 1,
    },
    {
      // Run by `npm run test:desktops` in each of its desktop sessions.
      name: 'sessions',
      testDir: 'test/sessions',
      outputDir: 'test-results/desktops',
      timeout: 3 * 60_000,
      expect: { timeout: 30_000 },
      workers: 1,
    },
    {
      name: 'bench',
      testDir: 'test/bench',
      testMatch: '*.bench.ts',
      outputDir: 'test-results/bench',
      workers: 1,
      // Much of it is waiting for an app to settle, and there are many rounds.
      timeout: 45 * 60_000,
    },
  ],
});

function launchOptions(pinned: typeof chromium): LaunchOptions {
  // The window is served on this computer; a request to anywhere else must not leave it.
  const args = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];
  if (pinned === undefined) return { args };
  return {
    executablePath: pinned.program,
    // Letters are drawn alike on every computer.
    args: [...args, '--font-render-hinting=none', '--disable-lcd-text'],
    env: { ...process.env, FONTCONFIG_FILE: pinned.fonts },
  };
}
