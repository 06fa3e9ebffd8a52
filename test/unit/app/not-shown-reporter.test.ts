import { expect, test } from 'vitest';
import { createNotShownReporter } from '../../../main/app/not-shown-reporter.ts';
import { addNotice, createAppStore } from '../../../main/app/store.ts';
import { appState } from '../../support/app-state.ts';

function createHarness(platform: NodeJS.Platform) {
  const logged: string[] = [];
  const store = createAppStore(appState());
  const report = createNotShownReporter({
    platform,
    log: (error) => logged.push(String(error)),
    notice: (notice) => addNotice(store, notice),
  });
  const kinds = () => store.getState().notices.map(({ kind }) => kind);
  return { report, logged, store, kinds };
}

test('on Windows the agent is told once per run that notifications are off', () => {
  const { report, logged, store, kinds } = createHarness('win32');
  report(new Error('disabled for the user'));
  expect(kinds()).toEqual(['notificationsOff']);
  store.setState({ notices: [] });
  report(new Error('disabled for the user'));
  report(new Error('disabled by policy'));
  expect(kinds()).toEqual([]);
  expect(logged).toEqual(['Error: disabled for the user', 'Error: disabled by policy']);
});

test.each(['linux', 'darwin'] as const)('on %s it is only logged', (platform) => {
  const { report, logged, kinds } = createHarness(platform);
  report(new Error('no service'));
  expect(kinds()).toEqual([]);
  expect(logged).toEqual(['Error: no service']);
});
