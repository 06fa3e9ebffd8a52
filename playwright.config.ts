import { defineConfig } from '@playwright/test';
import { systemChromium } from './scripts/setup/browser.mjs';

export default defineConfig({
  forbidOnly: process.env.CI !== undefined,
  // A hanging app must fail the run, not outlive it.
  globalTimeout: 8 * 60_000,
  workers: 2,
  projects: [
    {
      name: 'ui',
      testDir: 'test/ui',
      outputDir: 'test-results/ui',
      fullyParallel: true,
      use: { launchOptions: { executablePath: systemChromium() } },
    },
    {
      name: 'desktop',
      testDir: 'test/desktop',
      outputDir: 'test-results/desktop',
      // One desktop has one tray, one keyring and one keyboard.
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
