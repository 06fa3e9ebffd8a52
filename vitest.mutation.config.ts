import { defineConfig } from 'vitest/config';
import unit from './vitest.config.ts';

const { projects: _, ...options } = unit.test ?? {};

// For Stryker: without the crowds of 5,000 agents, which take a minute for each mutant.
export default defineConfig({
  ...unit,
  test: {
    ...options,
    // None of these tests reads dist/.
    globalSetup: [],
    include: [
      'test/unit/{account,activity,automation,faults,properties,status,tencent}/**/*.test.ts',
      'test/unit/port-guard.test.ts',
    ],
    exclude: [
      'test/unit/status/rate-limit-backoff.test.ts',
      'test/unit/properties/{hundred-choices,tray}.test.ts',
    ],
    testTimeout: 60_000,
  },
});
