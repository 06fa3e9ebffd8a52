import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { PAINT_LIMIT_MS, scheduleFirstShow } from '../../../../main/desktop/window/first-show.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

function createHarness() {
  const window = new EventEmitter();
  const time = createVirtualClock();
  const show = vi.fn<() => void>();
  const showNow = scheduleFirstShow(window, time, show);
  return { window, time, show, showNow };
}

test('a new window is shown when its page is painted, once', async () => {
  const { window, time, show, showNow } = createHarness();
  expect(show).not.toHaveBeenCalled();
  window.emit('ready-to-show');
  await time.advance(PAINT_LIMIT_MS);
  showNow();
  expect(show).toHaveBeenCalledTimes(1);
  expect(time.pending()).toBe(0);
});

test('a window whose page is not painted is shown at the time limit, once', async () => {
  const { window, time, show } = createHarness();
  await time.advance(PAINT_LIMIT_MS - 1);
  expect(show).not.toHaveBeenCalled();
  await time.advance(1);
  window.emit('ready-to-show');
  expect(show).toHaveBeenCalledTimes(1);
});

test('a window that the agent opens again before its page is painted is shown at once, once', () => {
  const { window, show, showNow } = createHarness();
  showNow();
  expect(show).toHaveBeenCalledTimes(1);
  window.emit('ready-to-show');
  expect(show).toHaveBeenCalledTimes(1);
});

test('a window that was closed before is not shown', async () => {
  const { window, time, show } = createHarness();
  window.emit('closed');
  await time.advance(PAINT_LIMIT_MS);
  expect(show).not.toHaveBeenCalled();
  expect(time.pending()).toBe(0);
});
