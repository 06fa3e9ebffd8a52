import { expect, test } from 'vitest';
import { createQuitSequence, type QuitSequenceDeps } from '../../../main/desktop/quit-sequence.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

function setUp(change: Partial<QuitSequenceDeps> = {}) {
  const time = virtualTime();
  const done: string[] = [];
  const sequence = createQuitSequence({
    time,
    farewell: () => Promise.resolve(),
    closePorts: () => Promise.resolve(),
    onQuit: () => done.push('onQuit'),
    quit: () => done.push('quit'),
    exit: () => done.push('exit'),
    endProcess: () => done.push('endProcess'),
    note: (error) => done.push(String(error)),
    ...change,
  });
  return { time, done, sequence };
}

test('a quit is held back, and asked for again only when the event that was held back is over', async () => {
  const { time, done, sequence } = setUp();
  expect(sequence.asked()).toBe(true);
  // As many promises as may resolve: all of that is still inside Electron's event.
  await settled();
  expect(done).toEqual([]);
  await time.advance(0);
  expect(done).toEqual(['onQuit', 'quit']);
  expect(sequence.asked()).toBe(false);
});

test('asked for again and again, it quits once', async () => {
  const { time, done, sequence } = setUp();
  sequence.asked();
  sequence.shutDown();
  sequence.asked();
  await time.advance(0);
  expect(done).toEqual(['onQuit', 'quit']);
});

test.each<[what: string, farewell: () => Promise<void>, said: string[]]>([
  ['rejects', () => Promise.reject(new Error('no')), ['Error: no']],
  [
    'throws',
    () => {
      throw new Error('broken');
    },
    ['Error: broken'],
  ],
])('a last switch that %s does not keep the app', async (_what, farewell, said) => {
  const { time, done, sequence } = setUp({ farewell });
  sequence.asked();
  await time.advance(0);
  expect(done).toEqual([...said, 'onQuit', 'quit']);
});

test('a last switch that never ends is not waited for', async () => {
  const { time, done, sequence } = setUp({ farewell: () => new Promise(() => {}) });
  sequence.asked();
  await time.advance(3_499);
  expect(done).toEqual([]);
  await time.advance(1);
  expect(done).toEqual(['onQuit', 'quit']);
});

test('a part that throws at the end does not keep the app', async () => {
  const onQuit = () => {
    throw new Error('disk');
  };
  const { time, done, sequence } = setUp({ onQuit });
  sequence.asked();
  await time.advance(0);
  expect(done).toEqual(['Error: disk', 'quit']);
});

test('where quitting does not end the process, exiting does, and then a signal', async () => {
  const { time, done, sequence } = setUp();
  sequence.asked();
  await time.advance(1_000);
  expect(done).toEqual(['onQuit', 'quit', 'exit']);
  await time.advance(1_000);
  expect(done).toEqual(['onQuit', 'quit', 'exit', 'endProcess']);
});

test('a keychain that is about to answer is waited for, and one that is not, no longer than half a second', async () => {
  const { time, done, sequence } = setUp({ closePorts: () => new Promise(() => {}) });
  sequence.asked();
  await time.advance(499);
  expect(done).toEqual([]);
  await time.advance(1);
  expect(done).toEqual(['onQuit', 'quit']);
});
