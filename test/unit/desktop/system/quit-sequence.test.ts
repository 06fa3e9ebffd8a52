import { expect, test } from 'vitest';
import { createQuitSequence, type QuitSequenceDeps } from '../../../../main/desktop/system/quit-sequence.ts';
import { flushMicrotasks, createVirtualClock } from '../../../support/unit/virtual-clock.ts';

function createHarness(change: Partial<QuitSequenceDeps> = {}) {
  const time = createVirtualClock();
  const done: string[] = [];
  const sequence = createQuitSequence({
    time,
    setAwayBeforeQuit: () => Promise.resolve(),
    closeKeychain: () => Promise.resolve(),
    onQuit: () => done.push('onQuit'),
    quit: () => done.push('quit'),
    exit: () => done.push('exit'),
    endProcess: () => done.push('endProcess'),
    reportError: (error) => done.push(String(error)),
    ...change,
  });
  return { time, done, sequence };
}

test('a quit is prevented, and requested again only after its event has ended', async () => {
  const { time, done, sequence } = createHarness();
  expect(sequence.requestQuit()).toBe(true);
  // Resolves pending promises, all still inside Electron's event.
  await flushMicrotasks();
  expect(done).toEqual([]);
  await time.advance(0);
  expect(done).toEqual(['onQuit', 'quit']);
  expect(sequence.requestQuit()).toBe(false);
});

test('repeated requests quit once', async () => {
  const { time, done, sequence } = createHarness();
  sequence.requestQuit();
  sequence.onShutdown();
  sequence.requestQuit();
  await time.advance(0);
  expect(done).toEqual(['onQuit', 'quit']);
});

test.each<[what: string, setAwayBeforeQuit: () => Promise<void>, errors: string[]]>([
  ['rejects', () => Promise.reject(new Error('no')), ['Error: no']],
  [
    'throws',
    () => {
      throw new Error('broken');
    },
    ['Error: broken'],
  ],
])('a switch at quitting that %s does not block quitting', async (_what, setAwayBeforeQuit, errors) => {
  const { time, done, sequence } = createHarness({ setAwayBeforeQuit });
  sequence.requestQuit();
  await time.advance(0);
  expect(done).toEqual([...errors, 'onQuit', 'quit']);
});

test('a switch at quitting that never ends is not awaited beyond its time limit', async () => {
  const { time, done, sequence } = createHarness({ setAwayBeforeQuit: () => new Promise(() => {}) });
  sequence.requestQuit();
  await time.advance(3_499);
  expect(done).toEqual([]);
  await time.advance(1);
  expect(done).toEqual(['onQuit', 'quit']);
});

test('a component that throws at quitting does not block quitting', async () => {
  const onQuit = () => {
    throw new Error('disk');
  };
  const { time, done, sequence } = createHarness({ onQuit });
  sequence.requestQuit();
  await time.advance(0);
  expect(done).toEqual(['Error: disk', 'quit']);
});

test('if quitting does not end the process, exit() does, and then a signal', async () => {
  const { time, done, sequence } = createHarness();
  sequence.requestQuit();
  await time.advance(1_000);
  expect(done).toEqual(['onQuit', 'quit', 'exit']);
  await time.advance(1_000);
  expect(done).toEqual(['onQuit', 'quit', 'exit', 'endProcess']);
});

test('a pending keychain call is awaited for at most half a second', async () => {
  const { time, done, sequence } = createHarness({ closeKeychain: () => new Promise(() => {}) });
  sequence.requestQuit();
  await time.advance(499);
  expect(done).toEqual([]);
  await time.advance(1);
  expect(done).toEqual(['onQuit', 'quit']);
});
