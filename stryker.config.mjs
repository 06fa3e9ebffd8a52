import process from 'node:process';

// A few histories of the properties for each mutant: there are hundreds.
process.env.STANDBY_PROPERTY_RUNS ??= '100';

/**
 * Mutation testing of the files in which a wrong answer would be a false status: `npm run test:mutation`. Not part of
 * `npm test`, as all files together take half an hour. One file: `npm run test:mutation -- --mutate main/status/retry-scheduler.ts`.
 * @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]}
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  mutate: [
    'main/automation/{brake,gate}.ts',
    'shared/port-guard.ts',
    'main/status/{guarded-store,retry-scheduler,service,settlement,state,status-poller,status-reader}.ts',
    'tencent/{signature/clock-offset,evaluate-switch}.ts',
    'main/activity/{auto-away,planned-return}.ts',
  ],
  // Static mutants need a new process each, for constants that the tests of the built app cover anyway.
  ignoreStatic: true,
  coverageAnalysis: 'perTest',
  concurrency: 1,
  thresholds: { high: 95, low: 95, break: 95 },
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: true },
  // A history test of the properties may take long; a mutant that hangs is one that was found.
  timeoutMS: 20_000,
  tempDirName: 'test-results/stryker',
  cleanTempDir: 'always',
};
