import { defineConfig } from '@playwright/test';
import { pinnedChromium } from './scripts/setup/browser.mjs';

const chromium = pinnedChromium();

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
      snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
      // Another browser draws other pixels.
      ignoreSnapshots: chromium === undefined,
      use: {
        launchOptions: {
          ...(chromium === undefined ? {} : { executablePath: chromium }),
          // Letters are drawn alike, whatever this computer prefers.
          args: ['--font-render-hinting=none', '--disable-lcd-text'],
        },
      },
    },
    {
      name: 'desktop',
      testDir: 'test/desktop',
      outputDir: 'test-results/desktop',
      // One desktop has one tray, one keyring and one keyboard.
      workers: 1,
    },
  ],
});
