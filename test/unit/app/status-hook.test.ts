/** The program that gets each confirmed change: what it gets, when it is started, and what a failure does. */
import { expect, test, vi } from 'vitest';
import { createStatusHook } from '../../../main/app/services/status-hook.ts';
import type { ProcessResult, ProcessSpec } from '../../../main/process/run-process.ts';
import type { AgentStatus } from '../../../shared/domain.ts';
import { statusResult } from '../../../shared/local-api/results.ts';
import { appState, confirmed } from '../../support/app-state.ts';
import { flushMicrotasks } from '../../support/unit/virtual-clock.ts';

const PROGRAM = { program: '/opt/light', arguments: ['--device', '0'] };

function createHarness(program: typeof PROGRAM | null = PROGRAM) {
  const runs: { spec: ProcessSpec; end: (exit: ProcessResult['exit']) => Promise<void> }[] = [];
  const onFirstFailure = vi.fn();
  const logged: string[] = [];
  const hook = createStatusHook({
    program,
    runProcess: (spec) =>
      new Promise((resolve) => {
        const end = async (exit: ProcessResult['exit']) => {
          resolve({ exit, stdout: '', stderr: '' });
          await flushMicrotasks();
        };
        runs.push({ spec, end });
      }),
    onFirstFailure,
    log: (message) => logged.push(message),
  });
  const show = (status: AgentStatus, reason = '', isValid = true) =>
    hook.onStateChange(appState({ confirmed: confirmed({ status, reason, isValid }) }));
  const inputs = () => runs.map(({ spec }) => statusResult.parse(JSON.parse(spec.input ?? '')));
  return { hook, runs, show, inputs, onFirstFailure, logged };
}

const OK = { reason: 'exited', code: 0 } as const;

test('each confirmed change is one line of JSON on stdin, without a shell, for ten seconds', async () => {
  const { runs, show, inputs } = createHarness();
  show('rest', 'Lunch');
  expect(runs[0]?.spec).toEqual({
    ...PROGRAM,
    input: expect.stringMatching(/^\{[^\n]*\}\n$/) as unknown,
    ignoresOutput: true,
    timeoutSeconds: 10,
  });
  await runs[0]?.end(OK);
  show('free');
  expect(inputs()).toMatchObject([
    { status: 'rest', reason: 'Lunch', known: true },
    { status: 'free', known: true },
  ]);
});

test('a status that is confirmed again, or no longer confirmed, starts nothing', async () => {
  const { runs, show } = createHarness();
  show('rest', 'Lunch');
  await runs[0]?.end(OK);
  show('rest', 'Lunch');
  show('rest', 'Lunch', false);
  show('rest', 'Lunch');
  expect(runs).toHaveLength(1);
});

test('one runs at a time, and then it gets the newest change', async () => {
  const { runs, show, inputs } = createHarness();
  show('rest', 'Lunch');
  show('free');
  show('notReady', 'Meeting');
  expect(runs).toHaveLength(1);
  await runs[0]?.end(OK);
  expect(inputs().map(({ status }) => status)).toEqual(['rest', 'notReady']);
  await runs[1]?.end(OK);
  expect(runs).toHaveLength(2);
});

test('the first failure is shown, each one is logged, and the next change is sent', async () => {
  const { runs, show, onFirstFailure, logged } = createHarness();
  show('rest');
  await runs[0]?.end({ reason: 'timedOut' });
  show('free');
  await runs[1]?.end({ reason: 'exited', code: 3 });
  expect(onFirstFailure.mock.calls).toEqual([['/opt/light', 'not done after 10 seconds']]);
  expect(logged).toEqual(['/opt/light: not done after 10 seconds', '/opt/light: exit code 3']);
});

test('without a program nothing is started', () => {
  const { runs, show } = createHarness(null);
  show('rest');
  expect(runs).toEqual([]);
});
