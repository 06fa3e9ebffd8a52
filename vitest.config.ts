import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that need a process of their own: a thread can neither set the time zone nor measure its own CPU time. */
const inProcess = [
  'test/unit/activity/calendar-day.test.ts',
  'test/unit/linear-work.test.ts',
  // Node's diagnostic report, which they need, lists the whole process: two threads that make one at a time crash on Wine.
  'test/unit/**/*.windows.test.ts',
];

/** Files that test modes, owners, links, pipes, signals or scripts, which Windows has not; or what only Windows has. */
const ofOtherSystems = [`test/unit/**/*.${process.platform === 'win32' ? 'posix' : 'windows'}.test.ts`];

export default defineConfig({
  // As the build defines them for a start from the source (scripts/build/programs.mjs).
  define: { BUILT_FOR_PACKAGE: 'false', KEYTAR_SHA256: '""' },
  test: {
    globalSetup: 'scripts/test/vitest-setup.mjs',
    restoreMocks: true,
    // What takes seconds here can take minutes on a slow, busy machine, above all on Wine.
    testTimeout: 2 * 60_000,
    hookTimeout: 2 * 60_000,
    // By default one core stays idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ofOtherSystems, ...inProcess],
          // A thread starts faster than a process.
          pool: 'threads',
        },
      },
      {
        extends: true,
        test: {
          name: 'unit, own process',
          include: inProcess,
          exclude: [...configDefaults.exclude, ...ofOtherSystems],
          pool: 'forks',
        },
      },
    ],
  },
});
