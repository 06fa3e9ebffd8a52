import { expect, test } from 'vitest';
import { createSessionEnd, type SessionEndDeps } from '../../../../main/desktop/system/session-end.ts';
import { createVirtualClock, flushMicrotasks } from '../../../support/unit/virtual-clock.ts';

function createHarness(change: Partial<SessionEndDeps> = {}) {
  const time = createVirtualClock();
  const done: string[] = [];
  const sessionEnd = createSessionEnd({
    time,
    logStopped: () => done.push('stopped'),
    setAwayBeforeQuit: () => null,
    isQuitting: () => false,
    showReason: () => done.push('window'),
    exit: () => done.push('exit'),
    onContinue: () => done.push('continue'),
    reportError: (error) => done.push(String(error)),
    ...change,
  });
  return { time, done, sessionEnd };
}

test('without a status to set, the session ends at once, and the log says that the app stopped', async () => {
  const { time, done, sessionEnd } = createHarness();
  expect(sessionEnd.query()).toBe(false);
  expect(done).toEqual(['stopped']);
  sessionEnd.end();
  await time.advance(60_000);
  expect(done).toEqual(['stopped', 'stopped']);
  expect(time.pending()).toBe(0);
});

test('a session that goes on is noticed once', async () => {
  const { time, done, sessionEnd } = createHarness();
  sessionEnd.query();
  await time.advance(10_000);
  sessionEnd.query();
  await time.advance(14_999);
  expect(done).toEqual(['stopped', 'stopped']);
  await time.advance(60_000);
  expect(done).toEqual(['stopped', 'stopped', 'continue']);
});

test('a status to set delays the end until it is set, with a window that says so', async () => {
  let confirm = () => {};
  const { time, done, sessionEnd } = createHarness({
    setAwayBeforeQuit: () => new Promise((resolve) => (confirm = resolve)),
  });
  expect(sessionEnd.query()).toBe(true);
  expect(done).toEqual(['stopped', 'window']);
  await time.advance(2_000);
  confirm();
  await flushMicrotasks();
  expect(done).toEqual(['stopped', 'window', 'exit']);
  await time.advance(60_000);
  expect(done).toEqual(['stopped', 'window', 'exit']);
});

test('a status that is not confirmed delays the end by 3 seconds, whatever Windows asks meanwhile', async () => {
  const { time, done, sessionEnd } = createHarness({ setAwayBeforeQuit: () => new Promise(() => {}) });
  expect(sessionEnd.query()).toBe(true);
  await time.advance(1_500);
  expect(sessionEnd.query()).toBe(true);
  await time.advance(1_499);
  expect(done).toEqual(['stopped', 'window', 'stopped']);
  await time.advance(1);
  expect(done).toEqual(['stopped', 'window', 'stopped', 'exit']);
});

test('a quit that is already waiting for its switch gets the same time', async () => {
  const { time, done, sessionEnd } = createHarness({ isQuitting: () => true });
  expect(sessionEnd.query()).toBe(true);
  await time.advance(3_000);
  expect(done).toEqual(['stopped', 'window', 'exit']);
});

test.each<[what: string, change: Partial<SessionEndDeps>, isPrevented: boolean, expected: string[]]>([
  ['the log', { logStopped: () => fail('disk') }, false, ['Error: disk']],
  ['the switch', { setAwayBeforeQuit: () => fail('broken') }, false, ['stopped', 'Error: broken']],
  [
    'the switch, later',
    { setAwayBeforeQuit: () => Promise.reject(new Error('no')) },
    true,
    ['stopped', 'window', 'Error: no', 'exit'],
  ],
  [
    'the window',
    { setAwayBeforeQuit: () => Promise.resolve(), showReason: () => fail('no window') },
    true,
    ['stopped', 'Error: no window', 'exit'],
  ],
])('an error does not stop the rest: %s', async (_what, change, isPrevented, expected) => {
  const { done, sessionEnd } = createHarness(change);
  expect(sessionEnd.query()).toBe(isPrevented);
  await flushMicrotasks();
  expect(done).toEqual(expected);
});

function fail(message: string): never {
  throw new Error(message);
}
