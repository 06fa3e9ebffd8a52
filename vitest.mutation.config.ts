import { defineConfig } from 'vitest/config';

// For Stryker: without the crowds of 5,000 agents, which take a minute for each mutant.
export default defineConfig({
  test: {
    include: ['test/unit/{account,day,faults,properties,status,tencent}/**/*.test.ts'],
    exclude: ['test/unit/status/shift-start.test.ts', 'test/unit/properties/{hundred-choices,tray}.test.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
