import { expect, test } from 'vitest';
import { soon } from '../../../main/desktop/soon.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

test('what is asked for in one go is done once, a moment later', async () => {
  const time = virtualTime();
  let done = 0;
  const { ask } = soon(time, 16, () => {
    done += 1;
  });
  ask();
  await time.advance(10);
  ask();
  await time.advance(5);
  expect(done).toBe(0);
  await time.advance(1);
  expect(done).toBe(1);
  await time.advance(1_000);
  expect(done).toBe(1);
});

test('asked for while it is done, it is done again', async () => {
  const time = virtualTime();
  let done = 0;
  const { ask } = soon(time, 16, () => {
    done += 1;
    if (done < 3) ask();
  });
  ask();
  await time.advance(48);
  expect(done).toBe(3);
  expect(time.pending()).toBe(0);
});

test('stopped, it is done no more: neither what was asked for nor what still will be', async () => {
  const time = virtualTime();
  let done = 0;
  const { ask, stop } = soon(time, 16, () => {
    done += 1;
  });
  ask();
  stop();
  ask();
  await time.advance(1_000);
  expect(done).toBe(0);
  expect(time.pending()).toBe(0);
});
