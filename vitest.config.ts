import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As the build defines them for a start from the source (scripts/build/programs.mjs).
  define: { BUILT_FOR_PACKAGE: 'false', KEYTAR_SHA256: '""' },
  test: {
    include: ['test/unit/**/*.test.ts'],
    globalSetup: 'scripts/test/vitest-setup.mjs',
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
