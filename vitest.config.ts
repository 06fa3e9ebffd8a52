import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/unit/**/*.test.ts'], restoreMocks: true, testTimeout: 30_000 },
});
