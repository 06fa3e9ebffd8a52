import { expect, test } from 'vitest';
import { debounce } from '../../../main/desktop/coalesce.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

test('requests in one turn run the callback once, after the delay', async () => {
  const time = createVirtualClock();
  let done = 0;
  const { schedule } = debounce(time, 16, () => {
    done += 1;
  });
  schedule();
  await time.advance(10);
  schedule();
  await time.advance(5);
  expect(done).toBe(0);
  await time.advance(1);
  expect(done).toBe(1);
  await time.advance(1_000);
  expect(done).toBe(1);
});

test('a request during the callback runs it again', async () => {
  const time = createVirtualClock();
  let done = 0;
  const { schedule } = debounce(time, 16, () => {
    done += 1;
    if (done < 3) schedule();
  });
  schedule();
  await time.advance(48);
  expect(done).toBe(3);
  expect(time.pending()).toBe(0);
});

test('after dispose() neither pending nor later requests run the callback', async () => {
  const time = createVirtualClock();
  let done = 0;
  const { schedule, dispose } = debounce(time, 16, () => {
    done += 1;
  });
  schedule();
  dispose();
  schedule();
  await time.advance(1_000);
  expect(done).toBe(0);
  expect(time.pending()).toBe(0);
});
